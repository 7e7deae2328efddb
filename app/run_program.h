// SPDX-License-Identifier: GPL-3.0-or-later
// The program without its main(), so that tests can start it too.
#pragma once

namespace lacuna::app {

// Reads the command line, does what it says, returns the exit code. Never throws.
int runProgram(int argc, char** argv);

}  // namespace lacuna::app

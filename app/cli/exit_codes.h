// SPDX-License-Identifier: GPL-3.0-or-later
// What the program's exit codes mean; `lacuna --help` prints the same list.
#pragma once

namespace lacuna::app {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;     // something went wrong at work: a disk, memory, a display
inline constexpr int kExitUsage = 2;      // the command line cannot be understood
inline constexpr int kExitBadInput = 3;   // the file to work on cannot be used
inline constexpr int kExitBadModel = 4;   // the model folder cannot be used
inline constexpr int kExitStopped = 130;  // Ctrl+C, as the shell counts it

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the command line. Only these files know the parser's library: this one's, command_table, voice_line and
// validators.h.
#pragma once

#include <optional>

#include "app/cli/options.h"

namespace lacuna::app {

struct ParsedCommand {
  std::optional<Command> command;  // empty: help or a complaint was printed; leave with exitCode
  int exitCode = 0;
};

ParsedCommand parseCommandLine(int argc, char** argv);

}  // namespace lacuna::app

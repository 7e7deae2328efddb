// SPDX-License-Identifier: GPL-3.0-or-later
// The man page and the shells' completions, as pure functions of the command table. Each returns the whole file, UTF-8.
#pragma once

#include <string>

#include "app/cli/command_table.h"

namespace lacuna::app {

std::string manPage(const CommandEntry& root);
std::string bashCompletion(const CommandEntry& root);
std::string zshCompletion(const CommandEntry& root);
std::string fishCompletion(const CommandEntry& root);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// A command whose first word says what is done with the library (lacuna library, lacuna voice): each action is a
// sub-command that knows --library and --json, as the command itself does.
#pragma once

#include <CLI/CLI.hpp>

#include "app/cli/validators.h"

namespace lacuna::app {

template <typename Options>  // with action, library and json; outlives the parser
class SubActions {
 public:
  SubActions(CLI::App* command, Options& to) : command_(command), to_(to) {
    command_->require_subcommand(0, 1);
    addCommon(command_);
  }

  // name outlives it.
  CLI::App* operator()(const char* name, const char* about) const {
    CLI::App* each = command_->add_subcommand(name, about);
    addCommon(each);
    each->callback([&to = to_, name] { to.action = name; });
    return each;
  }

 private:
  void addCommon(CLI::App* command) const {
    command->add_option("--library", to_.library, "The library's file; else $LACUNA_LIBRARY, else in your data folder")
        ->check(kName);
    command->add_flag("--json", to_.json, "Print one JSON object and nothing else");
  }

  CLI::App* command_;
  Options& to_;
};

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as plain data, read from the parser's own tree: what the man page and the shells' completions are
// made of (command_pages.h), so that a command or an option is written down once.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace lacuna::app {

enum class OperandKind { kNone, kNumber, kChoice, kPath };  // kPath: a file, a folder, or any other word

struct OptionEntry {
  std::vector<std::string> names;  // "-o", "--output", shortest first; one name without dashes: a positional
  std::string about;
  OperandKind operand = OperandKind::kNone;
  std::vector<std::string> choices;  // of kChoice
  std::string preset;                // what it is where it is not given; empty: nothing that could be shown
  bool optionalOperand = false;      // may be given without its operand
  bool required = false;
  bool many = false;  // a positional that takes several words
};

struct CommandEntry {
  std::string path;  // "lacuna library search"
  std::string about;
  std::string footer;  // paragraphs; lines that begin with two spaces are examples
  std::vector<OptionEntry> options;
  std::vector<OptionEntry> operands;   // positionals, in their order
  std::vector<CommandEntry> commands;  // without hidden ones
};

CommandEntry commandTable(const CLI::App& root);

// Adds the hidden command `lacuna help-table man|bash|zsh|fish`, which prints one of the pages and ends the parsing. It
// shows what is in `root` when it is called, so commands may be added after it.
void addHelpTable(CLI::App& root);

}  // namespace lacuna::app

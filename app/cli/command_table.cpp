// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_table.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <sstream>

#include "app/cli/command_pages.h"

namespace lacuna::app {
namespace {

// CLI::IsMember describes itself as "{one,two}", which stands in the name of the option's type.
std::vector<std::string> choicesIn(const std::string& typeName) {
  const std::size_t open = typeName.find('{');
  const std::size_t close = typeName.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return {};
  std::vector<std::string> choices;
  std::istringstream words(typeName.substr(open + 1, close - open - 1));
  for (std::string word; std::getline(words, word, ',');) choices.push_back(word);
  return choices;
}

bool isNumber(const std::string& typeName) {
  for (const char* kind : {"INT", "UINT", "FLOAT"}) {
    if (typeName.rfind(kind, 0) == 0) return true;
  }
  return false;
}

OptionEntry entryOf(const CLI::Option& option) {
  OptionEntry entry;
  for (const std::string& name : option.get_snames()) entry.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) entry.names.push_back("--" + name);
  if (entry.names.empty()) entry.names.push_back(option.get_name(/*positional=*/true));
  entry.about = option.get_description();
  entry.required = option.get_required();
  entry.many = option.get_expected_max() > 1;
  // What the parser shows as the preset of a text that may stay empty.
  if (const std::string preset = option.get_default_str(); preset != "\"\"" && preset != "[]") entry.preset = preset;
  if (option.get_items_expected_max() == 0) return entry;
  entry.optionalOperand = option.get_items_expected_min() == 0;
  const std::string typeName = option.get_type_name();
  entry.choices = choicesIn(typeName);
  entry.operand = !entry.choices.empty() ? OperandKind::kChoice
                  : isNumber(typeName)   ? OperandKind::kNumber
                                         : OperandKind::kPath;
  return entry;
}

CommandEntry entryOf(const CLI::App& app, const std::string& before) {
  CommandEntry entry;
  entry.path = before + app.get_name();
  entry.about = app.get_description();
  entry.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    (option->get_positional() ? entry.operands : entry.options).push_back(entryOf(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty(); }))
    entry.commands.push_back(entryOf(*command, entry.path + " "));
  return entry;
}

}  // namespace

CommandEntry commandTable(const CLI::App& root) { return entryOf(root, ""); }

void addHelpTable(CLI::App& root) {
  CLI::App* command = root.add_subcommand("help-table", "Print the man page, or a shell's completions");
  command->group("");  // hidden: for the build, and for those who package
  const auto page = std::make_shared<std::string>();
  command->add_option("PAGE", *page, "man, bash, zsh or fish")
      ->check(CLI::IsMember({"man", "bash", "zsh", "fish"}))
      ->required();
  command->callback([&root, page] {
    const CommandEntry table = commandTable(root);
    const std::string text = *page == "man"    ? manPage(table)
                             : *page == "bash" ? bashCompletion(table)
                             : *page == "zsh"  ? zshCompletion(table)
                                               : fishCompletion(table);
    std::fputs(text.c_str(), stdout);
    throw CLI::Success();
  });
}

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// What the three shells complete. A path, and whatever else a word may be, is left to the shell's own completion of
// files.
#include <functional>

#include "app/cli/command_pages.h"

namespace lacuna::app {
namespace {

constexpr const char* kMadeBy = "from the program's own command line. Do not edit.\n";

void walk(const CommandEntry& command, const std::function<void(const CommandEntry&)>& visit) {
  visit(command);
  for (const CommandEntry& each : command.commands) walk(each, visit);
}

std::string lastWord(const std::string& path) { return path.substr(path.rfind(' ') + 1); }

std::string joined(const std::vector<std::string>& words, const char* between) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : between) + word;
  return out;
}

std::string replaced(std::string text, char what, const std::string& by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, 1, by);
  return text;
}

// "lacuna library"|"lacuna library search"|…: each command below the root, as patterns of `case`.
std::string commandPatterns(const CommandEntry& root) {
  std::vector<std::string> paths;
  walk(root, [&](const CommandEntry& command) {
    if (&command != &root) paths.push_back("'" + command.path + "'");
  });
  return joined(paths, "|");
}

// Each option of a command is one line in the bash and fish files, and one in zsh's.
std::vector<std::string> optionNames(const CommandEntry& command) {
  std::vector<std::string> names;
  for (const OptionEntry& option : command.options) names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

std::string bashCase(const CommandEntry& command) {
  std::string out = "    '" + command.path + "')\n";
  std::string values;
  for (const OptionEntry& option : command.options) {
    if (option.operand == OperandKind::kNone) continue;
    values += "        " + joined(option.names, "|") + ") ";
    if (option.operand == OperandKind::kChoice) {
      values += "words='" + joined(option.choices, " ") + "' ;;\n";
    } else {
      values += (option.operand == OperandKind::kNumber ? "return" : "compopt -o default; return");
      values += " ;;\n";
    }
  }
  if (!values.empty()) out += "      case \"$previous\" in\n" + values + "      esac\n";
  std::vector<std::string> words;
  for (const CommandEntry& each : command.commands) words.push_back(lastWord(each.path));
  for (const OptionEntry& operand : command.operands)
    words.insert(words.end(), operand.choices.begin(), operand.choices.end());
  out += "      options='" + joined(optionNames(command), " ") + "'\n";
  out += "      operands='" + joined(words, " ") + "'\n";
  return out + "      ;;\n";
}

std::string zshText(const std::string& text) {
  std::string out = replaced(text, '\\', "\\\\");
  for (const char letter : {'[', ']', ':'}) out = replaced(out, letter, std::string("\\") + letter);
  return replaced(out, '\'', "'\\''");
}

std::string zshAction(const OptionEntry& option) {
  if (option.operand == OperandKind::kChoice) return "(" + joined(option.choices, " ") + ")";
  return option.operand == OperandKind::kNumber ? " " : "_files";
}

std::string zshFunction(const std::string& path) { return "_" + replaced(replaced(path, ' ', "_"), '-', "_"); }

std::string zshOption(const OptionEntry& option) {
  // Any option may be said again: which of them add up, the program knows.
  std::string out;
  for (const std::string& name : option.names) {
    out += " \\\n    '*" + name + "[" + zshText(option.about) + "]";
    if (option.operand != OperandKind::kNone) {
      out += option.optionalOperand ? "::" : ":";
      out += zshText(name) + ":" + zshAction(option);
    }
    out += "'";
  }
  return out;
}

std::string zshCommand(const CommandEntry& command) {
  const bool group = !command.commands.empty();
  std::string out = zshFunction(command.path) + "() {\n";
  if (group) out += "  local context state state_descr line\n  typeset -A opt_args\n";
  out += std::string("  _arguments ") + (group ? "-C" : "") + " -s";
  for (const OptionEntry& option : command.options) out += zshOption(option);
  if (group) {
    out += " \\\n    '1: :->first' \\\n    '*:: :->rest' && return\n";
    out += "  case $state in\n    first)\n      local -a commands=(\n";
    for (const CommandEntry& each : command.commands)
      out += "        '" + lastWord(each.path) + ":" + zshText(each.about) + "'\n";
    out += "      )\n      _describe -t commands command commands";
    out += command.operands.empty() ? "\n" : "\n      _files\n";
    out += "      ;;\n    rest)\n      case $words[1] in\n";
    for (const CommandEntry& each : command.commands)
      out += "        " + lastWord(each.path) + ") " + zshFunction(each.path) + " ;;\n";
    return out + "        *) _files ;;\n      esac\n      ;;\n  esac\n}\n\n";
  }
  for (const OptionEntry& operand : command.operands)
    out += std::string(" \\\n    '") + (operand.many ? "*" : "") + ":" + zshText(operand.names.front()) + ":" +
           zshAction(operand) + "'";
  return out + "\n}\n\n";
}

std::string fishText(const std::string& text) {
  return "'" + replaced(replaced(text, '\\', "\\\\"), '\'', "\\'") + "'";
}

std::string fishCommand(const CommandEntry& command) {
  const std::string head = "complete -c lacuna -n '__lacuna_at \"" + command.path + "\"'";
  std::string out;
  for (const CommandEntry& each : command.commands)
    out += head + " -a " + lastWord(each.path) + " -d " + fishText(each.about) + "\n";
  for (const OptionEntry& operand : command.operands) {
    if (operand.operand == OperandKind::kChoice)
      out += head + " -f -a " + fishText(joined(operand.choices, " ")) + " -d " + fishText(operand.about) + "\n";
  }
  for (const OptionEntry& option : command.options) {
    out += head;
    for (const std::string& name : option.names)
      out += name.rfind("--", 0) == 0 ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (option.operand == OperandKind::kChoice) out += " -x -a " + fishText(joined(option.choices, " "));
    if (option.operand == OperandKind::kNumber) out += " -x";
    if (option.operand == OperandKind::kPath && !option.optionalOperand) out += " -r -F";
    out += " -d " + fishText(option.about) + "\n";
  }
  return out;
}

}  // namespace

std::string bashCompletion(const CommandEntry& root) {
  std::string out = "# Completion of lacuna for bash, made by `lacuna help-table bash` ";
  out += kMadeBy;
  out += R"(_lacuna() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path=lacuna words='' options='' operands=''
  local i
  # bash takes --name=value apart.
  if [[ $word == = ]]; then
    word=''
  elif [[ $previous == = ]]; then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; ++i)); do
    case "$path ${COMP_WORDS[i]}" in
      )" +
         commandPatterns(root) +
         R"() path="$path ${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$path" in
)";
  walk(root, [&](const CommandEntry& command) { out += bashCase(command); });
  out += R"(  esac
  if [[ -z $words ]]; then
    words=$operands
    if [[ $word == -* ]]; then words=$options; else compopt -o default; fi
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -F _lacuna lacuna
)";
  return out;
}

std::string zshCompletion(const CommandEntry& root) {
  std::string out = "#compdef lacuna\n# Completion of lacuna for zsh, made by `lacuna help-table zsh` ";
  out += kMadeBy;
  out += "\n";
  walk(root, [&](const CommandEntry& command) { out += zshCommand(command); });
  // Loaded as a function of that name it is called at once; read by `source` it is only made known.
  return out + "if [ \"$funcstack[1]\" = _lacuna ]; then\n  _lacuna \"$@\"\nelse\n  compdef _lacuna lacuna\nfi\n";
}

std::string fishCompletion(const CommandEntry& root) {
  std::string out = "# Completion of lacuna for fish, made by `lacuna help-table fish` ";
  out += kMadeBy;
  out += R"(
# Whether the words before the cursor have led to this command.
function __lacuna_at
    set -l path lacuna
    for word in (commandline -opc)[2..-1]
        switch "$path $word"
            case )" +
         replaced(commandPatterns(root), '|', " ") +
         R"(
                set path "$path $word"
        end
    end
    test "$path" = "$argv[1]"
end

)";
  walk(root, [&](const CommandEntry& command) { out += fishCommand(command); });
  return out;
}

}  // namespace lacuna::app

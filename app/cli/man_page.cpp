// SPDX-License-Identifier: GPL-3.0-or-later
// lacuna(1), in the man macros that groff and mandoc both read.
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <sstream>

#include "app/cli/command_pages.h"
#include "app/cli/help_text.h"

namespace lacuna::app {
namespace {

// Text as roff reads it back: what is beyond ASCII by its number, for a reader that does not know the file's encoding.
std::string escaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      const char letter = text[i++];
      if (letter == '\\') {
        out += "\\e";
      } else if (letter == '-') {
        out += "\\-";  // else a hyphen, which nobody can paste into a shell
      } else if (letter == '\'') {
        out += "\\(aq";
      } else if (letter == '`') {
        out += "\\(ga";
      } else if (letter == '^') {
        out += "\\(ha";
      } else if (letter == '~') {
        out += "\\(ti";
      } else {
        out += letter;
      }
      continue;
    }
    const int more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : 1;
    std::uint32_t point = byte & (0x3FU >> more);
    for (int k = 1; k <= more && i + static_cast<std::size_t>(k) < text.size(); ++k)
      point = (point << 6) | (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3FU);
    char name[16];
    std::snprintf(name, sizeof name, "\\[u%04X]", static_cast<unsigned>(point));
    out += name;
    i += static_cast<std::size_t>(more) + 1;
  }
  return out;
}

// A line of text, which may begin with what roff would take for a request.
std::string textLine(const std::string& text) {
  const std::string line = escaped(text);
  return (line.rfind('.', 0) == 0 ? "\\&" : "") + line + "\n";
}

std::string bold(const std::string& text) { return "\\fB" + escaped(text) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + escaped(text) + "\\fR"; }

// Paragraphs are filled; lines that begin with two spaces stay as they are.
std::string paragraphs(const std::string& text) {
  std::string out;
  bool example = false;
  bool begun = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.rfind("  ", 0) == 0;
    if (example && !indented) {
      out += ".fi\n.RE\n";
      example = false;
      begun = false;
    }
    if (line.empty()) {
      begun = false;
      continue;
    }
    if (indented && !example) {
      out += (begun ? ".RS 2\n.nf\n" : ".PP\n.RS 2\n.nf\n");
      example = true;
    } else if (!indented && !begun) {
      out += ".PP\n";
      begun = true;
    }
    out += textLine(indented ? line.substr(2) : line);
  }
  return example ? out + ".fi\n.RE\n" : out;
}

// A heading begins a paragraph by itself; mandoc complains of a second one.
std::string afterHeading(const std::string& text) { return text.rfind(".PP\n", 0) == 0 ? text.substr(4) : text; }

std::string operandName(const OptionEntry& option) {
  switch (option.operand) {
    case OperandKind::kNone:
      return "";
    case OperandKind::kNumber:
      return "N";
    case OperandKind::kChoice:
    case OperandKind::kPath:
      break;
  }
  // --output takes OUTPUT: what it is, its sentence says.
  std::string name = option.names.back();
  name.erase(0, name.find_first_not_of('-'));
  for (char& letter : name) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return name;
}

std::string usage(const CommandEntry& command) {
  std::string out = bold(command.path);
  if (!command.options.empty()) out += " [" + italic("option") + " ...]";
  for (const OptionEntry& operand : command.operands) {
    std::string name = italic(operand.names.front()) + (operand.many ? " ..." : "");
    out += operand.required ? " " + name : " [" + name + "]";
  }
  return out + "\n";
}

std::string items(const CommandEntry& command) {
  std::string out;
  for (const OptionEntry& operand : command.operands)
    out += ".TP\n" + italic(operand.names.front()) + "\n" + textLine(operand.about + ".");
  for (const OptionEntry& option : command.options) {
    std::string names;
    for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + bold(name);
    if (const std::string operand = operandName(option); !operand.empty())
      names += option.optionalOperand ? " [" + italic(operand) + "]" : " " + italic(operand);
    std::string about = option.about;
    if (!option.choices.empty() && about.find(option.choices.front()) == std::string::npos) {
      about += ": ";
      for (const std::string& choice : option.choices) about += (choice == option.choices.front() ? "" : ", ") + choice;
    }
    out += ".TP\n" + names + "\n" + textLine(about + ".");
    if (!option.preset.empty()) out += textLine("Without it: " + option.preset + ".");
  }
  return out;
}

std::string section(const CommandEntry& command) {
  std::string out = ".SS " + escaped(command.path) + "\n" + usage(command) + ".PP\n" + textLine(command.about + ".");
  out += items(command) + paragraphs(command.footer);
  for (const CommandEntry& each : command.commands) out += section(each);
  return out;
}

}  // namespace

std::string manPage(const CommandEntry& root) {
  std::string out = ".\\\" Made by `lacuna help-table man` from the program's own command line. Do not edit.\n";
  out += ".TH LACUNA 1 " LACUNA_DATE " \"Lacuna " LACUNA_VERSION "\" \"User Commands\"\n";
  out += ".SH NAME\nlacuna \\- write long drafts, and let the gaps fill on the page\n";
  out += ".SH SYNOPSIS\n" + usage(root) + ".br\n" + bold(root.path) + " " + italic("command") + " [" +
         italic("option") + " ...]\n";
  out += ".SH DESCRIPTION\n" + afterHeading(paragraphs(root.about));
  out += ".SH OPTIONS\n" + items(root);
  out += ".SH COMMANDS\n";
  for (const CommandEntry& command : root.commands) out += section(command);
  out += ".SH ENVIRONMENT\n";
  for (const NamedText& variable : kEnvironment) out += ".TP\n" + bold(variable.name) + "\n" + textLine(variable.about);
  out += ".SH FILES\n";
  for (const NamedText& file : kFiles) out += ".TP\n" + italic(file.name) + "\n" + textLine(file.about);
  out += ".SH NOTES\n" + afterHeading(paragraphs(root.footer));
  return out;
}

}  // namespace lacuna::app

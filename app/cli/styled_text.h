// SPDX-License-Identifier: GPL-3.0-or-later
// Text with weights of ink, wrapped to a terminal's width. Text from files never reaches the terminal raw: control
// characters, which could drive it, are replaced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::app {

enum class Ink { Context, Noise, Faint, Medium, Full, Flipped, Accent };

struct StyledRun {
  std::string text;  // UTF-8; '\n' breaks the line
  Ink ink = Ink::Context;
};

struct StyledLine {
  std::string text;     // with escape sequences when colour is on
  bool hasGap = false;  // something other than context stands in it
};

// Wraps at spaces, words longer than the line at the letter. width in columns, at least 1.
std::vector<StyledLine> wrapStyled(const std::vector<StyledRun>& runs, int width, bool colour);

// text in an ink, for a line that is not wrapped.
std::string inked(const std::string& text, Ink ink, bool colour);

// Control characters become spaces, '\n' stays. Anything that is not UTF-8 becomes '?'.
std::string printable(std::string_view text);

// Columns that UTF-8 text takes on a terminal.
int columnsOf(std::string_view text);

}  // namespace lacuna::app

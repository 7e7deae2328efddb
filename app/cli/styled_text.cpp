// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/styled_text.h"

#include <clocale>
#include <cwchar>

namespace lacuna::app {
namespace {

struct Letter {
  std::string_view bytes;
  wchar_t point = 0;
  int columns = 0;
};

// wcwidth knows letters only in a UTF-8 locale; the program's own stays as it is.
int widthOf(wchar_t point) {
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return 1;
  const locale_t before = uselocale(utf8);
  const int width = wcwidth(point);
  uselocale(before);
  return width < 0 ? 1 : width;
}

// REQUIRES: at < text.size(). A byte that starts no letter comes back alone, as '?'.
Letter letterAt(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (length == 0 || at + length > text.size()) return {text.substr(at, 1), L'?', 1};
  auto point = static_cast<wchar_t>(length == 1 ? lead : lead & (0xFFU >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return {text.substr(at, 1), L'?', 1};
    point = static_cast<wchar_t>((static_cast<unsigned>(point) << 6U) | (next & 0x3FU));
  }
  return {text.substr(at, length), point, widthOf(point)};
}

bool isControl(wchar_t point) {
  const auto value = static_cast<unsigned>(point);
  const bool turnsText = (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
  return value < 0x20 || (value >= 0x7F && value < 0xA0) || turnsText;
}

const char* codesFor(Ink ink) {
  switch (ink) {
    case Ink::Context:
      return "";
    case Ink::Noise:
      return "\x1b[38;5;245m";
    case Ink::Faint:
      return "\x1b[2;38;5;173m";
    case Ink::Medium:
      return "\x1b[38;5;173m";
    case Ink::Full:
      return "\x1b[1;38;5;173m";
    case Ink::Flipped:
      return "\x1b[4;38;5;173m";
    case Ink::Accent:
      return "\x1b[38;5;173m";
  }
  return "";
}

// A letter with its ink, while lines are made.
struct Cell {
  std::string bytes;
  Ink ink = Ink::Context;
  int columns = 1;
  bool space = false;
};

StyledLine lineFrom(const std::vector<Cell>& cells, std::size_t begin, std::size_t end, bool colour) {
  StyledLine line;
  Ink now = Ink::Context;
  for (std::size_t i = begin; i < end; ++i) {
    if (cells[i].ink != now && colour) {
      if (now != Ink::Context) line.text += "\x1b[0m";
      line.text += codesFor(cells[i].ink);
    }
    now = cells[i].ink;
    line.hasGap = line.hasGap || now != Ink::Context;
    line.text += cells[i].bytes;
  }
  if (colour && now != Ink::Context) line.text += "\x1b[0m";
  return line;
}

void wrapParagraph(const std::vector<Cell>& cells, int width, bool colour, std::vector<StyledLine>& out) {
  std::size_t begin = 0;
  while (begin < cells.size()) {
    int columns = 0;
    std::size_t end = begin;
    std::size_t lastSpace = 0;  // the space at which to break, 0 for none
    while (end < cells.size() && (columns + cells[end].columns <= width || end == begin)) {
      columns += cells[end].columns;
      if (cells[end].space && end > begin) lastSpace = end;
      ++end;
    }
    if (end == cells.size() || cells[end].space) {
      out.push_back(lineFrom(cells, begin, end, colour));
      begin = end < cells.size() ? end + 1 : end;
    } else {
      const std::size_t stop = lastSpace > begin ? lastSpace : end;
      out.push_back(lineFrom(cells, begin, stop, colour));
      begin = lastSpace > begin ? stop + 1 : stop;
    }
  }
  if (cells.empty()) out.push_back({});
}

}  // namespace

std::vector<StyledLine> wrapStyled(const std::vector<StyledRun>& runs, int width, bool colour) {
  std::vector<StyledLine> lines;
  std::vector<Cell> cells;
  for (const StyledRun& run : runs) {
    const std::string clean = printable(run.text);
    for (std::size_t at = 0; at < clean.size();) {
      const Letter letter = letterAt(clean, at);
      at += letter.bytes.size();
      if (letter.point == L'\n') {
        wrapParagraph(cells, width < 1 ? 1 : width, colour, lines);
        cells.clear();
      } else {
        cells.push_back({std::string(letter.bytes), run.ink, letter.columns, letter.point == L' '});
      }
    }
  }
  wrapParagraph(cells, width < 1 ? 1 : width, colour, lines);
  return lines;
}

std::string inked(const std::string& text, Ink ink, bool colour) {
  return colour ? codesFor(ink) + text + "\x1b[0m" : text;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letterAt(text, at);
    at += letter.bytes.size();
    if (letter.point == L'\n') {
      out += '\n';
    } else if (isControl(letter.point)) {
      out += ' ';
    } else if (letter.point == L'?') {
      out += '?';
    } else {
      out += letter.bytes;
    }
  }
  return out;
}

int columnsOf(std::string_view text) {
  int columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letterAt(text, at);
    columns += letter.columns;
    at += letter.bytes.size();
  }
  return columns;
}

}  // namespace lacuna::app

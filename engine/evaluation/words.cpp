// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/words.h"

#include <array>
#include <cctype>
#include <utility>

namespace lacuna::engine {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isStop(char c) { return c == '.' || c == ','; }

// Bytes of the white space at the start of text; 0: none.
std::size_t spaceLength(std::string_view text) {
  static constexpr std::array<std::string_view, 16> kWide = {"\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                                                             "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                                             "\u2009", "\u200A", "\u2028", "\u2029"};
  static constexpr std::array<std::string_view, 3> kWider = {"\u202F", "\u205F", "\u3000"};
  const auto first = static_cast<unsigned char>(text.front());
  if (first == ' ' || (first >= 0x09 && first <= 0x0D) || (first >= 0x1C && first <= 0x1F)) return 1;
  if (first < 0x80) return 0;
  for (const std::string_view space : kWide) {
    if (text.substr(0, space.size()) == space) return space.size();
  }
  for (const std::string_view space : kWider) {
    if (text.substr(0, space.size()) == space) return space.size();
  }
  return 0;
}

// ASCII punctuation that always stands alone: all but ' , - . and the characters of words.
bool standsAlone(char c) {
  return (c >= '{' && c <= '~') || (c >= '[' && c <= '`') || (c >= ' ' && c <= '&') || (c >= '(' && c <= '+') ||
         (c >= ':' && c <= '@') || c == '/';
}

// One replacement of every pair (a, b) that `holds`, from left to right, neither half taking part twice. Every byte of
// a character beyond ASCII counts like the character: only the one beside the ASCII half is looked at.
template <class Holds>
std::string divide(const std::string& text, const Holds& holds, const char* between, bool before, bool after) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i + 1 < text.size() && holds(text[i], text[i + 1])) {
      if (before) out += ' ';
      out += text[i];
      out += between;
      out += text[i + 1];
      if (after) out += ' ';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

}  // namespace

WordList splitWords(std::string_view text) {
  WordList words;
  std::string word;
  while (!text.empty()) {
    const std::size_t space = spaceLength(text);
    if (space == 0) word += text.front();
    if (space > 0 && !word.empty()) words.push_back(std::exchange(word, {}));
    text.remove_prefix(space == 0 ? 1 : space);
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

WordList tokenize13a(std::string_view given) {
  std::string text = replaced(replaced(std::string(given), "<skipped>", ""), "-\n", "");
  text = replaced(text, "\n", " ");
  for (const auto& [entity, mark] : {std::pair{"&quot;", "\""}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}})
    text = replaced(text, entity, mark);
  std::string apart = " ";
  for (const char c : text) {
    if (standsAlone(c))
      apart.append(1, ' ').append(1, c).append(1, ' ');
    else
      apart += c;
  }
  apart += ' ';
  apart = divide(
      apart, [](char a, char b) { return !isDigit(a) && isStop(b); }, " ", false, true);
  apart = divide(
      apart, [](char a, char b) { return isStop(a) && !isDigit(b); }, " ", true, false);
  apart = divide(
      apart, [](char a, char b) { return isDigit(a) && b == '-'; }, " ", false, true);
  return splitWords(apart);
}

WordList rougeWords(std::string_view text) {
  WordList words;
  std::string word;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((lower >= 'a' && lower <= 'z') || isDigit(lower))
      word += lower;
    else if (!word.empty())
      words.push_back(std::exchange(word, {}));
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

}  // namespace lacuna::engine

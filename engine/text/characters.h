// SPDX-License-Identifier: GPL-3.0-or-later
// What kinds of characters a text begins and ends with, as far as words, spaces and quotation marks are concerned.
// No tokenizer is assumed: a text may be a piece of any vocabulary, and may begin or end inside a character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lacuna::engine {

enum class CharacterKind : std::uint8_t {
  kNone,     // there is no character
  kPart,     // a part of a character only
  kIgnored,  // controls, byte-order mark, zero width
  kSpace,    // of any width, breaking or not; no line end
  kLineEnd,
  kLower,
  kUpper,
  kUncased,   // letters of scripts without case, and combining marks
  kUnspaced,  // letters of scripts that put no spaces between words
  kDigit,
  kOpening,     // brackets, and quotation marks that only ever open
  kClosing,     // brackets, and quotation marks that only ever close
  kQuote,       // opens or closes, by what stands beside it: " “ « »
  kEmphasis,    // the same, of Markdown: * _
  kApostrophe,  // ' and ’, closing quotation marks as well
  kStop,        // . , ; : ! ?
  kDash,        // em and en dash, ellipsis
  kHyphen,
  kOther,
};

struct Character {
  char32_t code = 0;
  std::size_t length = 0;  // bytes; of a part of a character those that are there
  CharacterKind kind = CharacterKind::kNone;
};

// The character at the start of text; kPart, one byte long, where it is malformed or ends too early.
Character firstCharacter(std::string_view text);
// The one at its end; kPart where the text ends inside a character or with a byte of none.
Character lastCharacter(std::string_view text);

CharacterKind kindOf(char32_t code);

inline bool isLetter(CharacterKind kind) {
  return kind == CharacterKind::kLower || kind == CharacterKind::kUpper || kind == CharacterKind::kUncased;
}
// Letters and digits: two of them in a row are one word.
inline bool isOfWord(CharacterKind kind) { return isLetter(kind) || kind == CharacterKind::kDigit; }
inline bool isWhite(CharacterKind kind) { return kind == CharacterKind::kSpace || kind == CharacterKind::kLineEnd; }

// Lower case, letter by letter, of all scripts that have case; Unicode's simple mapping. Letters whose other case has
// another length in UTF-8 stay as they are (ẞ, İ and some thirty more), so the text keeps its length.
std::string foldCase(std::string_view text);

std::string toUtf8(char32_t code);

}  // namespace lacuna::engine

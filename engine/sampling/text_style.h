// SPDX-License-Identifier: GPL-3.0-or-later
// How a draft writes what a model writes one way only: line ends, quotation marks, apostrophes. A fill follows it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/text/characters.h"

namespace lacuna::engine {

struct TextStyle {
  // kAsTheyCome: the draft has none, so the model's own stay.
  enum class Doubles : std::uint8_t { kAsTheyCome, kStraight, kEnglish, kGerman, kFrench, kReversed };
  enum class Singles : std::uint8_t { kAsTheyCome, kStraight, kCurly };
  Doubles doubles = Doubles::kAsTheyCome;  // "a", “a”, „a“, «a», »a«
  Singles singles = Singles::kAsTheyCome;  // of apostrophes and single quotation marks
  bool carriageReturns = false;            // lines end in CR LF
  bool openLines = false;                  // most lines end in the middle of a sentence, as in verse
  bool marks = false;                      // it has Markdown's marks of emphasis: * _
  bool singleSpeech = false;               // ‘speech’ stands in single quotation marks
};

// What most of the text's marks are.
TextStyle styleOf(std::string_view text);

// The character in the draft's style. before, after: the kinds of its neighbours in the fill; at a fill's ends those of
// the text beside it.
struct Neighbours {
  CharacterKind before = CharacterKind::kNone;
  CharacterKind after = CharacterKind::kNone;
};
std::string styled(const TextStyle& style, char32_t code, Neighbours neighbours);

}  // namespace lacuna::engine

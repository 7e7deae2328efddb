// SPDX-License-Identifier: GPL-3.0-or-later
// Where the text and a gap meet: which spaces belong to whom, and what a fill may begin and end with.
//
// A word's token carries the space before it ("_lamp"). So the space that an author left before a gap is given to
// the gap's first word, and where the text goes on with a word right after the gap, that word gets its space back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct Seam {
  std::string_view left;           // text before the gap without the spaces that the gap takes over
  bool spaceTaken = false;         // the text has a space there already: the fill must not bring its own
  bool spaceAfter = false;         // the text goes on with a word: the fill ends with a space
  bool firstNeedsSpace = false;    // the first token begins a word
  bool firstWithoutSpace = false;  // the first token begins a line or follows an opening quotation mark
  bool noPunctuationFirst = false;
  bool noPunctuationLast = false;  // the text goes on with punctuation of its own
};

// Whether text begins with a letter, a digit or an opening mark, so that a space stands before it in prose.
bool startsWithWord(std::string_view text);

// Whether text begins with a mark that takes no space before it.
bool clingsToWord(std::string_view text);

// before and after are the texts on both sides of the gap.
Seam makeSeam(std::string_view before, std::string_view after);

// A fill's first piece without the space that the text has already; its last with the space that the text wants after.
std::string startFill(const Seam& seam, const std::string& piece);
std::string endFill(const Seam& seam, const std::string& piece);

// What a gap holds already, as its tokens spell it: the other way round than finishFill, which gives it back byte for
// byte. The seam no longer brings a space of its own where the text has none.
std::string asTokens(Seam* seam, std::string_view between);

// The text to put into [begin, end).
std::string finishFill(const Seam& seam, const std::string& fill);

// For a gap's first and last token: true where the vocabulary's token must not stand.
std::vector<bool> barredFirst(const Seam& seam, const Tokenizer& tokenizer);
std::vector<bool> barredLast(const Seam& seam, const Tokenizer& tokenizer);

}  // namespace lacuna::engine

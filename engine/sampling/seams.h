// SPDX-License-Identifier: GPL-3.0-or-later
// Where the text and a gap meet: which spaces belong to whom, and what a fill may begin and end with.
//
// A word's token carries the space before it (" lamp"). So the space that an author left before a gap is given to
// the gap's first word, and where the text goes on with a word right after the gap, that word gets its space back.
// A fill begins with a word of its own, ends with one, and joins no word of the text; at a sentence's beginning it
// begins with a capital. All rules speak of the pieces' bytes: see piece_shapes.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/error.h"
#include "engine/sampling/piece_shapes.h"
#include "engine/sampling/speech.h"
#include "engine/sampling/text_style.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct Seam {
  std::string_view left;           // text before the gap without the spaces that the gap takes over
  bool ruled = false;              // false: nothing is known of the text, and anything may stand anywhere
  bool spaceTaken = false;         // the text has a space there already: the fill must not bring its own
  bool spaceAfter = false;         // the text goes on with a word: the fill ends with a space
  bool firstNeedsSpace = false;    // the first token begins a word
  bool firstWithoutSpace = false;  // the first token begins a line or follows an opening quotation mark
  bool lineStart = false;
  bool afterQuote = false;     // right behind an opening quotation mark
  bool sentenceStart = false;  // the first word begins with a capital
  bool noPunctuationFirst = false;
  CharacterKind after = CharacterKind::kNone;  // what the text goes on with
  bool quoteAfter = false;                     // a closing quotation mark or bracket
  bool noPunctuationLast = false;              // the text goes on with punctuation of its own
  bool smallAfter = false;                     // the text goes on with a word that begins no sentence
  bool sentenceAfter = false;                  // the text goes on with a word that begins one: She, The; no name
  bool given = false;                          // the gap begins from the author's words: see asTokens
  TextStyle style;
  Speech speech;
};

// The texts on both sides of a gap, up to the gaps beside it if there are such.
struct SeamSides {
  std::string_view before;
  std::string_view after;
  bool gapBefore = false;  // before begins where another gap ends, not where the document does
  bool gapAfter = false;
  TextStyle style{};
};

// Whether text begins with a letter, a digit or an opening mark, so that a space stands before it in prose.
bool startsWithWord(std::string_view text);

// Whether text begins with a mark that takes no space before it.
bool clingsToWord(std::string_view text);

Seam makeSeam(const SeamSides& sides);
inline Seam makeSeam(std::string_view before, std::string_view after) { return makeSeam(SeamSides{before, after}); }

// What a gap holds already, as its tokens spell it: the other way round than finishFill, which gives it back byte for
// byte. The seam no longer brings a space of its own where the text has none.
std::string asTokens(Seam* seam, std::string_view between);

// A token of a fill as it is put into the text.
struct FillPiece {
  std::string bytes;  // of the vocabulary; maybe a part of a character
  bool own = false;   // the author's word, not to be changed: pinned, edited, or left by the brush
};

// The text of every token, valid UTF-8, joined to what is put into [begin, end): the first without the space that the
// text has already, the last with the space that the text wants after. No space is doubled, no word of the text joined,
// and line ends and quotation marks are the draft's. A character spread over tokens stands at the first of them; what
// is no character is left out.
std::vector<std::string> finishPieces(const Seam& seam, const std::vector<FillPiece>& pieces);
// Of a fill as one text.
std::string finishFill(const Seam& seam, const std::string& fill);

// Whether a drawn token of such a shape may be a gap's first, or its last.
bool mayBeFirst(const Seam& seam, const PieceShape& shape);
bool mayBeLast(const Seam& seam, const PieceShape& shape);

// For a gap's first and last token: true where the vocabulary's token must not stand.
std::vector<bool> barredFirst(const Seam& seam, const PieceShapes& shapes);
std::vector<bool> barredLast(const Seam& seam, const PieceShapes& shapes);

}  // namespace lacuna::engine

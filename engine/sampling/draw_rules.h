// SPDX-License-Identifier: GPL-3.0-or-later
// What a drawn token must heed in the gap around it, besides what the model thinks: its settled neighbours, how many
// words the gap shall have, and that a long gap does not go round in circles.
#pragma once

#include <string>
#include <vector>

#include "engine/sampling/piece_shapes.h"
#include "engine/sampling/sampler.h"

namespace lacuna::engine {

// Of one gap.
struct GapRules {
  bool sentenceStart = false;  // its first word is a capital, behind an opening quotation mark too
  bool opensBySpace = false;   // “ is an opening mark in this draft, and follows no word directly
  int leastWords = 0;
  int mostWords = 0;  // 0: nobody has asked for a number of words
};

// How far a fill may be from the number of words that was asked for: none up to three words, one up to nineteen, then
// a tenth.
int wordsLeeway(int words);

class DrawRules {
 public:
  // shapes: outlives this. pieces: the vocabulary's bytes.
  DrawRules(const PieceShapes& shapes, std::vector<std::string> pieces, std::vector<GapRules> gaps);

  // What is settled around a slot, for fits().
  struct Place {
    TokenId before = -1;  // settled neighbours within the gap
    TokenId after = -1;
    bool first = false;         // of its gap, or behind a line's end
    bool capital = false;       // a word here begins with a capital
    bool opensLow = false;      // an opening mark here would stand before a small letter that must be none
    int words = 0;              // that the settled slots of its gap begin, without this one
    int open = 0;               // slots of its gap that are still noise, without this one
    int toCome = 0;             // words that those must begin: the gap's first piece does
    TokenId beyondBefore = -1;  // settled, with a single slot of noise between it and this one
    TokenId beyondAfter = -1;
    GapRules rules;
  };
  Place placeOf(const std::vector<Slot>& slots, std::size_t at) const;

  // Whether id reads well there, and leaves the gap its number of words.
  bool fits(const Place& place, TokenId id) const;

  // Whether id, settled at a slot, would say again what the gap says already: two words in a row more often than twice
  // and once more for every hundred words; three in a row a second time; or two to eight words twice over without
  // anything between. Prose hardly ever does: see tests/engine/draw_rules_test.cpp.
  bool circles(const std::vector<Slot>& slots, std::size_t at, TokenId id) const;

  // Whether some gap's words are counted.
  bool counts() const;

 private:
  // Whether b may follow a in such a gap.
  bool joins(const GapRules& rules, TokenId a, TokenId b) const;
  // Whether a word has room between a and b: what is drawn must not leave a slot that nothing fits into.
  bool isBridged(const GapRules& rules, TokenId a, TokenId b) const;

  const PieceShapes& shapes_;
  std::vector<std::string> pieces_;
  std::vector<GapRules> gaps_;
  std::vector<TokenId> words_;  // one for each kind of piece that holds a word and is not rare
};

}  // namespace lacuna::engine

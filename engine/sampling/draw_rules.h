// SPDX-License-Identifier: GPL-3.0-or-later
// What a drawn token must heed in the gap around it, besides what the model thinks: its settled neighbours, how many
// words the gap shall have, and that a long gap does not go round in circles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/sampling/piece_shapes.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/seams.h"

namespace lacuna::engine {

// Of one gap.
struct GapRules {
  const Seam* seam = nullptr;  // null: nothing is known of the text around it
  int leastWords = 0;
  int mostWords = 0;  // 0: nobody has asked for a number of words
};

// How far a fill may be from the number of words that was asked for: none up to three words, one up to nineteen, then
// a tenth.
int wordsLeeway(int words);

class DrawRules {
 public:
  // shapes: outlives this. pieces: the vocabulary's bytes.
  // end: the token with which a gap ends before its last slot; kNoToken: none.
  DrawRules(const PieceShapes& shapes, std::vector<std::string> pieces, std::vector<GapRules> gaps, TokenId end);

  // What is settled around a slot, for fits().
  struct Place {
    TokenId before = -1;  // settled neighbours within the gap
    TokenId after = -1;
    bool first = false;         // of its gap, or behind a line's end
    bool capital = false;       // a word here begins with a capital
    bool opensLow = false;      // an opening mark here would stand before a small letter that must be none
    bool opensBySpace = false;  // “ is an opening mark in this draft, and follows no word
    bool marks = false;         // marks of emphasis may stand: * _
    bool openLines = false;     // a line may end inside a sentence
    bool behindFirst = false;   // the gap's first slot is noise and the one before this, or its last the one behind
    bool beforeLast = false;
    int words = 0;              // that the settled slots of its gap begin, without this one
    int open = 0;               // slots of its gap that are still noise, without this one
    int toCome = 0;             // words that those must begin: the gap's first piece does
    TokenId beyondBefore = -1;  // settled, with a single slot of noise between it and this one
    TokenId beyondAfter = -1;
    GapRules rules;
  };
  Place placeOf(const std::vector<Slot>& slots, std::size_t at) const;

  // How much of this is heeded: where nothing does for all of it, the most that something does for.
  enum class Heeded : std::uint8_t {
    kAll,         // and a slot of noise beside it is left something that fits
    kWords,       // the number of words, and the neighbours
    kNeighbours,  // what stands beside it reads well
    kNothing,
  };
  bool fits(const Place& place, TokenId id, Heeded heeded = Heeded::kAll) const;

  // Where a gap whose slots have all settled could end as well, with as many words as are asked for: token counts,
  // ascending, mostly with its own as the last. Nothing that is fixed is cut off. slots: the candidate's; range: the
  // gap's, without what is left of it.
  std::vector<std::size_t> endsOf(const std::vector<Slot>& slots, const SlotRange& range) const;

  // Whether the gap has all its words, may end here, and what the model likes best would begin another one.
  bool endsHere(const Place& place, TokenId likeliest) const;

  // Whether id, settled at a slot, would say again what the gap says already: two words in a row for the third time
  // (the fourth from 400 tokens on), three for the second; or two to eight words twice over without anything between.
  // Prose hardly ever does: see tests/engine/draw_rules_test.cpp.
  bool circles(const std::vector<Slot>& slots, std::size_t at, TokenId id) const;

  // Whether some gap's words are counted.
  bool counts() const;

 private:
  bool joins(const Place& place, TokenId a, TokenId b) const;
  bool readsWell(const Place& place, TokenId id) const;
  bool leavesRoom(const Place& place, TokenId id) const;
  bool countsRight(const Place& place, TokenId id) const;
  bool mayEnd(const Place& place, Heeded heeded) const;

  const PieceShapes& shapes_;
  std::vector<std::string> pieces_;
  std::vector<GapRules> gaps_;
  TokenId end_;
  // One of each kind of piece that is looked for where a slot of noise lies between two tokens: words, unless the kind
  // is rare, and opening quotation marks.
  std::vector<TokenId> fillers_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Pinned words: as tokens, whether they fit into a gap, and where they go when the model may choose.
#pragma once

#include <string>
#include <vector>

#include "engine/sampling/sampler.h"
#include "engine/sampling/seams.h"

namespace lacuna::engine {

// A pin's tokens depend on where it begins: a word brings its space along, unless it opens a line or follows a
// quotation mark.
struct PinTokens {
  std::string text;
  std::vector<TokenId> first;   // at the gap's first place
  std::vector<TokenId> inside;  // anywhere else
  int place = kAnywhere;

  const std::vector<TokenId>& at(int where) const { return where == 0 ? first : inside; }
};

// Throws Error(kInvalidInput) for a pin without text or with a line break.
PinTokens tokenizePin(const Pin& pin, const Seam& seam, const Tokenizer& tokenizer);

// Whether the pins fit into the free places (true) of a gap, in whatever order; pins with a place of their own first.
bool pinsFit(const std::vector<PinTokens>& pins, std::vector<bool> taken);

// The next pin to place and the places where it leaves room for the others. pins: those without a place that are not
// yet placed; longest first is the caller's order.
std::vector<int> placesFor(const std::vector<PinTokens>& pins, const std::vector<bool>& taken);

// True for tokens that would go on with the word before them: letters and digits without a space.
std::vector<bool> continuesWord(const PieceShapes& shapes);

}  // namespace lacuna::engine

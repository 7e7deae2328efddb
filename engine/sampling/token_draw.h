// SPDX-License-Identifier: GPL-3.0-or-later
// Drawing one token for one slot: temperature, top-p, and what a draw has to heed besides the model. Shared by all
// samplers.
#pragma once

#include "engine/sampling/sampler.h"

namespace lacuna::engine {

// How many tokens a row's list needs: 64, or more where forbidden words or a number of words may strike many of them
// out.
std::int64_t listWidth(const SamplerSetup& setup);

struct Heed {
  std::vector<TokenId> barred;
  std::vector<TokenId> used;  // longer tokens of the gap, with repetitions
  float penalty = 0;
};

// Settled neighbours and longer tokens of the slot's own gap.
Heed heedAt(const SamplerSetup& setup, const std::vector<Slot>& slots, std::size_t at);

// Whether id, settled at a slot, would spell a forbidden word with what is settled around it.
bool wouldSpoil(const SamplerSetup& setup, const std::vector<Slot>& slots, std::size_t at, TokenId id);

// Draws for one slot, heeding setup.guard, setup.rules and what is settled around it. Where the list has nothing that
// heeds the rules, they give way; forbidden words never do while there is another. avoided: tokens that are not drawn.
// Returns an index into the shortlist; uses one number of the candidate's.
int drawToken(const SamplerSetup& setup, const Shortlist& list, std::size_t at, Candidate* candidate,
              const std::vector<TokenId>& avoided = {});

// Shows the likeliest guess in a slot that is still noise. first: there was none before.
void showGuess(const Shortlist& list, bool first, Slot* slot);

// Whether the model is surer than one half that a slot should become two, or vanish. Such wishes do not wait their
// turn: until the length is right, every other token is drawn for a place that it will not have.
bool surelyWishes(const SamplerSetup& setup, const Shortlist& list, int choice);

// Settles what was drawn, or notes its wish, as it is.
void settleSlot(const SamplerSetup& setup, const Shortlist& list, int choice, Slot* slot);

// Settles what was drawn for a slot, unless what has settled since, or the gap as a whole, speaks against it: then it
// is drawn anew.
void settleDrawn(const SamplerSetup& setup, const Shortlist& list, int choice, std::size_t at, Candidate* candidate);

void drawAndSettle(const SamplerSetup& setup, const Shortlist& list, std::size_t at, Candidate* candidate);

// What is left of a gap, from this slot on: it holds the token that ends it and is fixed.
void endGap(std::size_t at, TokenId end, Candidate* candidate);

// A gap's slots up to where it has ended, or is thought to end. end: that token; kNoToken: none.
SlotRange withoutEnd(const std::vector<Slot>& slots, SlotRange gap, TokenId end);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/length_change.h"

#include <numeric>
#include <utility>

namespace lacuna::engine {
namespace {

void split(std::vector<Slot>* slots, std::size_t at) {
  Slot first;
  first.startsGap = (*slots)[at].startsGap;
  first.beginsWord = (*slots)[at].beginsWord;
  (*slots)[at] = first;
  slots->insert(slots->begin() + static_cast<std::ptrdiff_t>(at) + 1, Slot{});
}

// What stood at its place now stands at that of the next.
void vanish(std::vector<Slot>* slots, std::size_t at, bool isLast) {
  if (!isLast) {
    (*slots)[at + 1].startsGap = (*slots)[at].startsGap;
    (*slots)[at + 1].beginsWord |= (*slots)[at].beginsWord;
  }
  slots->erase(slots->begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

int lastGrowingStep(int steps) { return steps - (steps + 3) / 4; }

std::vector<std::size_t> changeLengths(const std::vector<LengthBounds>& bounds, const MayVanish& mayVanish,
                                       Candidate* candidate) {
  std::vector<Slot>& slots = candidate->slots;
  std::vector<std::size_t> was(slots.size());
  std::iota(was.begin(), was.end(), std::size_t{0});
  const std::vector<SlotRange> gaps = gapsOf(slots);
  std::size_t at = 0;
  for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
    std::size_t length = gaps[gap].size();
    for (std::size_t end = at + length; at < end;) {
      const LengthWish wish = std::exchange(slots[at].wish, LengthWish::kNone);
      if (wish == LengthWish::kSplit && length < bounds[gap].longest) {
        split(&slots, at);
        was.insert(was.begin() + static_cast<std::ptrdiff_t>(at), was[at]);
        ++length;
        ++end;
        at += 2;
      } else if (wish == LengthWish::kVanish && length > bounds[gap].shortest && (!mayVanish || mayVanish(slots, at))) {
        vanish(&slots, at, at + 1 == end);
        was.erase(was.begin() + static_cast<std::ptrdiff_t>(at));
        --length;
        --end;
      } else {
        ++at;
      }
    }
  }
  return was;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What a run's tokens may be by where they stand, and what becomes of a run when a gap has changed its length.
#include <ATen/CPUGeneratorImpl.h>

#include <utility>

#include "engine/sampling/denoising_run.h"
#include "engine/sampling/token_draw.h"

namespace lacuna::engine {
namespace {

template <class Value>
std::vector<Value> taken(const std::vector<Value>& values, const std::vector<std::int64_t>& from) {
  std::vector<Value> chosen;
  for (const std::int64_t i : from) chosen.push_back(values[static_cast<std::size_t>(i)]);
  return chosen;
}

}  // namespace

TokenPlace DenoisingRun::placeOf(const std::vector<Slot>& slots, std::size_t gap, const SlotRange& range,
                                 std::size_t at) const {
  TokenPlace place{gap, at == range.begin, at + 1 == range.end};
  place.oneLine = staysInLine(range.size());
  place.beginsWord = slots[at].beginsWord;
  return place;
}

std::vector<const float*> DenoisingRun::barsAt(int step) {
  std::vector<const float*> bars_F;
  for (const Candidate& candidate : state_.candidates) {
    const std::vector<SlotRange> ranges = gapsOf(candidate.slots);
    for (std::size_t gap = 0; gap < ranges.size(); ++gap) {
      const LengthBounds& bounds = bounds_[gap];
      const std::size_t length = ranges[gap].size();
      std::size_t lastFixed = ranges[gap].begin;  // pinned words keep their place
      for (std::size_t at = ranges[gap].begin; at < ranges[gap].end; ++at) {
        if (candidate.slots[at].fixed) lastFixed = at;
      }
      for (std::size_t at = ranges[gap].begin; at < ranges[gap].end; ++at) {
        TokenPlace place = placeOf(candidate.slots, gap, ranges[gap], at);
        place.mayExpand = length < bounds.longest && step <= lastGrowingStep(samplerSetup_.options.steps);
        place.mayRemove = length > bounds.shortest && step < samplerSetup_.options.steps;
        place.mayEnd = setup_.prepared->gaps[gap].mayEnd && at > ranges[gap].begin && at > lastFixed;
        bars_F.push_back(allowed_.bars_V(place).const_data_ptr<float>());
      }
    }
  }
  return bars_F;
}

bool DenoisingRun::mayVanish(const std::vector<Slot>& slots, std::size_t at) {
  const std::vector<SlotRange> ranges = gapsOf(slots);
  std::size_t gap = 0;
  while (ranges[gap].end <= at) ++gap;
  const SlotRange& range = ranges[gap];
  const Slot* const before = at > range.begin ? &slots[at - 1] : nullptr;
  const Slot* const after = at + 1 < range.end ? &slots[at + 1] : nullptr;
  // Whether a drawn token may stand where a place says; the author's own words may stand anywhere.
  const auto suits = [&](const Slot& slot, const TokenPlace& place) {
    return !slot.settled || slot.fixed || allowed_.bars_V(place)[slot.id].item<float>() >= 0.0F;
  };
  TokenPlace here = placeOf(slots, gap, range, at);
  const bool wasLast = std::exchange(here.last, at + 2 == range.end);
  if (after != nullptr && !suits(*after, here)) return false;
  if (before != nullptr && wasLast) {
    TokenPlace last = placeOf(slots, gap, range, at - 1);
    last.last = true;
    if (!suits(*before, last)) return false;
  }
  const bool meet = before != nullptr && after != nullptr && before->settled && after->settled;
  if (meet && before->id == after->id && !samplerSetup_.options.repeats) return false;
  const bool own = meet && before->fixed && after->fixed;
  if (meet && !own && !allowed_.shapes().mayFollow(before->id, after->id)) return false;
  return !wouldSpoil(samplerSetup_, slots, at, samplerSetup_.remove);
}

// All that is kept of a slot goes along with it. Of two that were one, the second gets noise of its own, and neither is
// told the guess, which was that they are two.
void DenoisingRun::seeToWishes() {
  std::vector<std::int64_t> from;
  std::vector<std::int64_t> halves;
  bool changed = false;
  std::int64_t first = 0;
  std::vector<torch::Tensor> noise;
  for (Candidate& candidate : state_.candidates) {
    const auto slots = static_cast<std::int64_t>(candidate.slots.size());
    const std::vector<std::size_t> was = changeLengths(
        bounds_, [this](const std::vector<Slot>& all, std::size_t at) { return mayVanish(all, at); }, &candidate);
    for (std::size_t i = 0; i < was.size(); ++i) {
      const std::int64_t row = first + static_cast<std::int64_t>(was[i]);
      changed = changed || was[i] != i;
      if (!from.empty() && from.back() == row) {
        halves.push_back(static_cast<std::int64_t>(from.size()));
        auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
        noise.push_back(torch::randn({noise_FW_.size(1)}, generator));
      }
      from.push_back(row);
    }
    changed = changed || was.size() != static_cast<std::size_t>(slots);
    first += slots;
  }
  if (!changed) return;
  wasOpen_ = taken(wasOpen_, from);
  rowThen_ = taken(rowThen_, from);
  entropy_ = taken(entropy_, from);
  const auto rows = torch::tensor(from, torch::kInt64);
  noise_FW_ = noise_FW_.index_select(0, rows);
  for (torch::Tensor* kept : {&guess_.ids_FK, &guess_.probability_FK, &guess_.entropy_F}) {
    if (kept->defined()) *kept = kept->index_select(0, rows);
  }
  for (std::size_t i = 0; i < halves.size(); ++i) {
    noise_FW_[halves[i]] = noise[i];
    if (!guess_.entropy_F.defined()) continue;
    guess_.entropy_F[halves[i] - 1] = kNoGuess;
    guess_.entropy_F[halves[i]] = kNoGuess;
  }
}

}  // namespace lacuna::engine

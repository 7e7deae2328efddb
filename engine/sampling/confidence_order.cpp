// SPDX-License-Identifier: GPL-3.0-or-later
// Surest first: each step draws a token for every slot that is still noise and settles the likeliest draws, on a
// straight line from none to all (MaskGIT, Chang et al. 2022, arXiv:2202.04200, with a linear schedule). The last
// eighth of the steps corrects: the settled token that the model believes in least goes back to noise and is drawn
// again, each at most once (after ReMDM, arXiv:2503.00307).
// Surest first alone would settle every "the" and comma before the first noun, and leave the nouns no room: Gumbel
// noise on the order, falling to none, spreads it. A draw never repeats a settled neighbour, and longer tokens that the
// gap holds already are less likely.
//
// ⟨expand⟩ and ⟨delete⟩ are drawn and wait their turn like all others, unless the model is sure of them. When a
// candidate's length has changed, its straight line begins anew from where it stands.
//
// "guided" settles from left to right, in each gap one token a step and more only where the steps would not do, and
// ends when all is settled; over a pretrained base the base's own expectation, which reads what is settled so far, has
// half of the say (p of the gap stream and p of the base, each to the power of one half; after APD, arXiv:2506.00413,
// and EDLM, arXiv:2410.21357). It corrects nothing, and draws for no place before its turn.
//
// "parallel", for drafts: a step also settles every draw of which the model is surer than the threshold, corrects
// nothing, and ends as soon as all is settled.
#include <algorithm>
#include <cmath>

#include "engine/sampling/token_draw.h"

namespace lacuna::engine {
namespace {

struct Drawn {
  std::size_t slot;
  int choice;   // index into the slot's shortlist
  double rank;  // higher settles earlier
};

bool canGoBack(const Slot& slot) { return slot.settled && !slot.fixed && slot.remasked == 0; }

// Sends the least believed settled token back to noise. believed: the model's probability of each slot's token now.
void remaskOne(std::vector<Slot>* slots, const std::vector<float>& believed) {
  std::size_t worst = slots->size();
  for (std::size_t i = 0; i < slots->size(); ++i) {
    const Slot& slot = (*slots)[i];
    if (!canGoBack(slot)) continue;
    if (worst == slots->size() || believed[i] < believed[worst]) worst = i;
  }
  if (worst == slots->size()) return;
  (*slots)[worst].settled = false;
  ++(*slots)[worst].remasked;
}

class ConfidenceOrder : public Sampler {
 public:
  enum class Order { kSurest, kParallel, kLeftToRight };
  ConfidenceOrder(SamplerSetup setup, Order order)
      : Sampler(std::move(setup)), parallel_(order == Order::kParallel), goesRight_(order == Order::kLeftToRight) {}
  bool goesRight() const override { return goesRight_; }
  std::vector<bool> draws(int step, const SamplerState& state) const override;
  void advance(int step, const Shortlists& look, SamplerState* state) override;
  bool asksFor(int step, const Slot& settled) const override { return corrects(step) && canGoBack(settled); }
  bool endsEarly() const override { return parallel_ || goesRight_; }
  void spread(std::size_t candidates) override { lines_.assign(candidates, lines_.front()); }

 private:
  // The last steps before the end correct; an eighth of them all.
  int ordered() const {
    return !parallel_ && !goesRight_ && options().steps >= 8 ? options().steps - options().steps / 8 : options().steps;
  }
  bool corrects(int step) const { return step > ordered() && step < options().steps; }
  // asked: per slot, whether it is drawn for; the other open ones show their guess alone. Empty: all are.
  std::vector<Drawn> draw(bool first, double share, const std::vector<Shortlist>& lists, const std::vector<bool>& asked,
                          Candidate* candidate) const;
  std::vector<bool> drawsOf(int step, const Candidate& candidate) const;  // from left to right
  // Open slots of a gap that settle in a step from left to right.
  std::size_t settleInStep(int step, std::size_t open) const {
    const auto left = static_cast<std::size_t>(std::max(1, options().steps - step + 1));
    return (open + left - 1) / left;
  }
  void settle(std::size_t wanted, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
              Candidate* candidate) const;

  // Where a candidate's straight line begins.
  struct Line {
    std::size_t slots = 0;    // as long as there are so many
    std::size_t settled = 0;  // of them, at its begin
    int step = 0;             // the step before its first
  };
  // Slots that are to be settled after the step.
  std::size_t wanted(int step, const Candidate& candidate, Line* line) const;
  void settleRight(int step, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
                   Candidate* candidate) const;

  bool parallel_, goesRight_;
  std::vector<Line> lines_;  // per candidate
};

std::size_t openSlots(const std::vector<Slot>& slots, const SlotRange& gap) {
  std::size_t open = 0;
  for (std::size_t i = gap.begin; i < gap.end; ++i) open += slots[i].settled ? 0 : 1;
  return open;
}

std::vector<bool> ConfidenceOrder::drawsOf(int step, const Candidate& candidate) const {
  std::vector<bool> drawn;
  for (const SlotRange& gap : gapsOf(candidate.slots)) {
    // Where lengths may change, every place is asked whether it should.
    const std::size_t open = openSlots(candidate.slots, gap);
    std::size_t left = setup().expand >= 0 ? open : settleInStep(step, open);
    for (std::size_t i = gap.begin; i < gap.end; ++i) {
      drawn.push_back(!candidate.slots[i].settled && left > 0);
      if (drawn.back()) --left;
    }
  }
  return drawn;
}

std::vector<bool> ConfidenceOrder::draws(int step, const SamplerState& state) const {
  if (!goesRight_) return Sampler::draws(step, state);
  std::vector<bool> all;
  for (const Candidate& candidate : state.candidates) {
    const std::vector<bool> drawn = drawsOf(step, candidate);
    all.insert(all.end(), drawn.begin(), drawn.end());
  }
  return all;
}

std::size_t ConfidenceOrder::wanted(int step, const Candidate& candidate, Line* line) const {
  const std::size_t slots = candidate.slots.size();
  if (line->slots != slots) {
    const auto settled =
        std::count_if(candidate.slots.begin(), candidate.slots.end(), [](const Slot& slot) { return slot.settled; });
    *line = {slots, static_cast<std::size_t>(settled), step - 1};
  }
  const double share = std::min(1.0, static_cast<double>(step - line->step) / std::max(1, ordered() - line->step));
  const auto open = static_cast<double>(slots - line->settled);
  return line->settled + static_cast<std::size_t>(std::floor(share * open + 1e-9));
}

// Draws for every slot that is still noise and shows its likeliest guess. In the order of slots.
std::vector<Drawn> ConfidenceOrder::draw(bool first, double share, const std::vector<Shortlist>& lists,
                                         const std::vector<bool>& asked, Candidate* candidate) const {
  std::vector<Slot>& slots = candidate->slots;
  std::vector<Drawn> drawn;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    slots[i].flipped = false;
    if (slots[i].settled) continue;
    if (!asked.empty() && !asked[i]) {
      showGuess(lists[i], first, &slots[i]);
      continue;
    }
    const int choice = drawToken(setup(), lists[i], i, candidate);
    const double gumbel = -std::log(-std::log(std::clamp(candidate->random.uniform(), 1e-12, 1 - 1e-12)));
    const double noise = static_cast<double>(options().orderNoise) * (1 - share) * gumbel;
    const double rank = static_cast<double>(lists[i].logProbability(choice)) + noise;
    drawn.push_back({i, choice, rank});
    showGuess(lists[i], first, &slots[i]);
  }
  return drawn;
}

void ConfidenceOrder::settleRight(int step, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
                                  Candidate* candidate) const {
  auto next = drawn.begin();
  for (const SlotRange& gap : gapsOf(candidate->slots)) {
    const auto end = std::find_if(next, drawn.end(), [&](const Drawn& d) { return d.slot >= gap.end; });
    const std::size_t most = settleInStep(step, openSlots(candidate->slots, gap));
    for (std::size_t settled = 0; next != end; ++next) {
      if (candidate->slots[next->slot].settled) continue;  // the gap has just ended
      if (settled >= most && !surelyWishes(setup(), lists[next->slot], next->choice)) continue;
      ++settled;
      settleDrawn(setup(), lists[next->slot], next->choice, next->slot, candidate);
    }
  }
}

void ConfidenceOrder::settle(std::size_t wanted, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
                             Candidate* candidate) const {
  std::size_t settled = candidate->slots.size() - drawn.size();
  for (const Drawn& d : drawn) {
    const Shortlist& list = lists[d.slot];
    const bool sure =
        (parallel_ && list.probability(d.choice) > options().threshold) || surelyWishes(setup(), list, d.choice);
    if (settled >= wanted && !sure) continue;
    ++settled;
    settleDrawn(setup(), list, d.choice, d.slot, candidate);
  }
}

void ConfidenceOrder::advance(int step, const Shortlists& look, SamplerState* state) {
  const double share = std::min(1.0, static_cast<double>(step) / std::max(1, ordered()));
  if (step == 1) lines_.assign(state->candidates.size(), {});
  std::size_t row = 0;
  for (std::size_t c = 0; c < state->candidates.size(); ++c) {
    Candidate& candidate = state->candidates[c];
    std::vector<Shortlist> lists;
    std::vector<float> believed;
    for (const Slot& slot : candidate.slots) {
      lists.push_back(slot.settled ? Shortlist() : look.row(row));
      const bool counts = corrects(step) && (!slot.settled || canGoBack(slot));
      believed.push_back(counts ? look.probability(row, slot.id) : 0.0F);
      ++row;
    }
    std::vector<Drawn> drawn =
        draw(step == 1, share, lists, goesRight_ ? drawsOf(step, candidate) : std::vector<bool>(), &candidate);
    if (goesRight_) {
      settleRight(step, drawn, lists, &candidate);
      continue;
    }
    std::stable_sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) { return a.rank > b.rank; });
    settle(wanted(step, candidate, &lines_[c]), drawn, lists, &candidate);
    // What goes back to noise now is drawn again at the next step, from a look that no longer sees it.
    if (corrects(step)) remaskOne(&candidate.slots, believed);
  }
}

}  // namespace

std::unique_ptr<Sampler> makeConfidenceOrder(SamplerSetup setup) {
  return std::make_unique<ConfidenceOrder>(std::move(setup), ConfidenceOrder::Order::kSurest);
}

std::unique_ptr<Sampler> makeParallel(SamplerSetup setup) {
  return std::make_unique<ConfidenceOrder>(std::move(setup), ConfidenceOrder::Order::kParallel);
}

std::unique_ptr<Sampler> makeGuided(SamplerSetup setup) {
  return std::make_unique<ConfidenceOrder>(std::move(setup), ConfidenceOrder::Order::kLeftToRight);
}

}  // namespace lacuna::engine

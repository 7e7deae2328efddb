// SPDX-License-Identifier: GPL-3.0-or-later
// Surest first: each step draws a token for every slot that is still noise and settles the likeliest draws, on a
// straight line from none to all (MaskGIT, Chang et al. 2022, arXiv:2202.04200, with a linear schedule). The last
// eighth of the steps corrects: the settled token that the model believes in least goes back to noise and is drawn
// again, each at most once (after ReMDM, arXiv:2503.00307).
// Surest first alone would settle every "the" and comma before the first noun, and leave the nouns no room: Gumbel
// noise on the order, falling to none, spreads it. A draw never repeats a settled neighbour, and longer tokens that the
// gap holds already are less likely.
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
  ConfidenceOrder(SamplerSetup setup, bool parallel) : Sampler(std::move(setup)), parallel_(parallel) {}
  void advance(int step, const Shortlists& look, SamplerState* state) override;
  bool asksFor(int step, const Slot& settled) const override { return corrects(step) && canGoBack(settled); }
  bool endsEarly() const override { return parallel_; }
  void spread(std::size_t candidates) override { given_.assign(candidates, given_.front()); }

 private:
  // The last steps before the end correct; an eighth of them all.
  int ordered() const {
    return !parallel_ && options().steps >= 8 ? options().steps - options().steps / 8 : options().steps;
  }
  bool corrects(int step) const { return step > ordered() && step < options().steps; }
  std::vector<Drawn> draw(bool first, double share, const std::vector<Shortlist>& lists, Candidate* candidate) const;
  void settle(std::size_t wanted, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
              Candidate* candidate) const;

  bool parallel_;
  std::vector<std::size_t> given_;  // per candidate: slots that were settled before the first step
};

// Draws for every slot that is still noise and shows its likeliest guess. The order of settling, first to last.
std::vector<Drawn> ConfidenceOrder::draw(bool first, double share, const std::vector<Shortlist>& lists,
                                         Candidate* candidate) const {
  std::vector<Slot>& slots = candidate->slots;
  std::vector<Drawn> drawn;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    slots[i].flipped = false;
    if (slots[i].settled) continue;
    const int choice = drawToken(setup(), lists[i], i, candidate);
    const double gumbel = -std::log(-std::log(std::clamp(candidate->random.uniform(), 1e-12, 1 - 1e-12)));
    const double noise = static_cast<double>(options().orderNoise) * (1 - share) * gumbel;
    drawn.push_back({i, choice, static_cast<double>(lists[i].logProbability(choice)) + noise});
    showGuess(lists[i], first, &slots[i]);
  }
  std::stable_sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) { return a.rank > b.rank; });
  return drawn;
}

void ConfidenceOrder::settle(std::size_t wanted, const std::vector<Drawn>& drawn, const std::vector<Shortlist>& lists,
                             Candidate* candidate) const {
  std::size_t settled = candidate->slots.size() - drawn.size();
  for (const Drawn& d : drawn) {
    const Shortlist& list = lists[d.slot];
    const bool sure = parallel_ && list.probability(d.choice) > options().threshold;
    if (settled >= wanted && !sure) continue;
    ++settled;
    int choice = d.choice;
    // What settled a moment ago, in this same step, may be the same token beside it or in its gap.
    const Heed now = heedAt(setup(), candidate->slots, d.slot);
    const auto id = static_cast<TokenId>(list.ids[choice]);
    const auto holds = [&](const std::vector<TokenId>& tokens) {
      return std::find(tokens.begin(), tokens.end(), id) != tokens.end();
    };
    if (setup().guarded() || holds(now.barred) || holds(now.used)) choice = drawToken(setup(), list, d.slot, candidate);
    settleSlot(list, choice, &candidate->slots[d.slot]);
  }
}

void ConfidenceOrder::advance(int step, const Shortlists& look, SamplerState* state) {
  const double share = std::min(1.0, static_cast<double>(step) / std::max(1, ordered()));
  if (step == 1) {
    given_.clear();
    for (const Candidate& candidate : state->candidates)
      given_.push_back(static_cast<std::size_t>(std::count_if(candidate.slots.begin(), candidate.slots.end(),
                                                              [](const Slot& slot) { return slot.settled; })));
  }
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
    const auto open = static_cast<double>(candidate.slots.size() - given_[c]);
    const auto wanted = given_[c] + static_cast<std::size_t>(std::floor(share * open + 1e-9));
    settle(wanted, draw(step == 1, share, lists, &candidate), lists, &candidate);
    // What goes back to noise now is drawn again at the next step, from a look that no longer sees it.
    if (corrects(step)) remaskOne(&candidate.slots, believed);
  }
}

}  // namespace

std::unique_ptr<Sampler> makeConfidenceOrder(SamplerSetup setup) {
  return std::make_unique<ConfidenceOrder>(std::move(setup), false);
}

std::unique_ptr<Sampler> makeParallel(SamplerSetup setup) {
  return std::make_unique<ConfidenceOrder>(std::move(setup), true);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/confidence_order.h"

#include <algorithm>
#include <cmath>

#include "engine/session.h"

namespace lacuna::engine {
namespace {

constexpr int kShortlist = 64;  // top-p is drawn from so many likeliest tokens

struct Shortlist {
  const std::int64_t* ids = nullptr;
  const float* logits = nullptr;
  float logNormalizer = 0;  // of the whole row
  int count = 0;

  float logProbability(int i) const { return logits[i] - logNormalizer; }
  float probability(int i) const { return std::exp(logProbability(i)); }
};

// What a draw has to heed besides the model: tokens that may not come, and how often each was settled in the gap.
struct Heed {
  std::vector<TokenId> barred;
  std::vector<TokenId> used;  // longer tokens of the gap, with repetitions
  float penalty = 0;
};

// Index into the shortlist.
int draw(const Shortlist& list, const SamplerOptions& options, const Heed& heed, Random& random) {
  const double where = random.uniform();  // always one draw a slot
  const auto count = static_cast<std::size_t>(list.count);
  std::vector<double> weights(count, 0.0);
  double mass = 0;
  double kept = 0;
  int best = -1;
  double bestLogit = 0;
  for (int i = 0; i < list.count && mass < static_cast<double>(options.topP); ++i) {
    const auto id = static_cast<TokenId>(list.ids[i]);
    if (std::find(heed.barred.begin(), heed.barred.end(), id) != heed.barred.end()) continue;
    const auto times = static_cast<double>(std::count(heed.used.begin(), heed.used.end(), id));
    const double logit = static_cast<double>(list.logits[i]) - times * static_cast<double>(heed.penalty);
    if (best < 0 || logit > bestLogit) {
      best = i;
      bestLogit = logit;
    }
    mass += static_cast<double>(list.probability(i));
    if (options.temperature > 0)
      weights[static_cast<std::size_t>(i)] =
          std::exp((logit - static_cast<double>(list.logits[0])) / static_cast<double>(options.temperature));
    kept += weights[static_cast<std::size_t>(i)];
  }
  if (best < 0) return 0;
  if (options.temperature <= 0) return best;
  double left = where * kept;
  for (std::size_t i = 0; i < count; ++i) {
    left -= weights[i];
    if (left < 0 && weights[i] > 0) return static_cast<int>(i);
  }
  return best;
}

// Tokens of the settled neighbours within the same gap.
std::vector<TokenId> neighbours(const std::vector<Slot>& slots, std::size_t at) {
  std::vector<TokenId> found;
  if (!slots[at].startsGap && slots[at - 1].settled) found.push_back(slots[at - 1].id);
  if (at + 1 < slots.size() && !slots[at + 1].startsGap && slots[at + 1].settled) found.push_back(slots[at + 1].id);
  return found;
}

std::vector<TokenId> longTokensOfGap(const std::vector<Slot>& slots, std::size_t at,
                                     const std::vector<bool>& longTokens_V) {
  std::size_t first = at;
  while (first > 0 && !slots[first].startsGap) --first;
  std::vector<TokenId> used;
  for (std::size_t i = first; i < slots.size() && (i == first || !slots[i].startsGap); ++i) {
    const auto id = static_cast<std::size_t>(slots[i].id);
    if (slots[i].settled && id < longTokens_V.size() && longTokens_V[id]) used.push_back(slots[i].id);
  }
  return used;
}

// Sends the least believed settled token back to noise. believed: the model's probability of each slot's token now.
void remaskOne(std::vector<Slot>* slots, const std::vector<float>& believed) {
  std::size_t worst = slots->size();
  for (std::size_t i = 0; i < slots->size(); ++i) {
    const Slot& slot = (*slots)[i];
    if (slot.settled && slot.remasked == 0 && (worst == slots->size() || believed[i] < believed[worst])) worst = i;
  }
  if (worst == slots->size()) return;
  (*slots)[worst].settled = false;
  ++(*slots)[worst].remasked;
}

// One candidate at one step.
class Move {
 public:
  Move(const SamplerOptions& options, double share, const std::vector<bool>& longTokens_V, Candidate* candidate,
       std::vector<Shortlist> lists)
      : options_(options),
        share_(share),
        longTokens_V_(longTokens_V),
        candidate_(*candidate),
        lists_(std::move(lists)) {}

  // Draws for every slot that is still noise and shows its likeliest guess.
  void look(bool first) {
    std::vector<Slot>& slots = candidate_.slots;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      slots[i].flipped = false;
      if (slots[i].settled) continue;
      const int choice = draw(lists_[i], options_, heed(i), candidate_.random);
      const double gumbel = -std::log(-std::log(std::clamp(candidate_.random.uniform(), 1e-12, 1 - 1e-12)));
      const double noise = static_cast<double>(options_.orderNoise) * (1 - share_) * gumbel;
      drawn_.push_back({i, choice, static_cast<double>(lists_[i].logProbability(choice)) + noise});
      const auto guess = static_cast<TokenId>(lists_[i].ids[0]);
      slots[i].flipped = !first && guess != slots[i].id;
      slots[i].id = guess;
      slots[i].confidence = lists_[i].probability(0);
    }
    std::stable_sort(drawn_.begin(), drawn_.end(), [](const Drawn& a, const Drawn& b) { return a.rank > b.rank; });
  }

  // Settles draws, surest first, until the share of this step is reached.
  void settle() {
    const std::size_t count = candidate_.slots.size();
    const auto wanted = static_cast<std::size_t>(std::floor(share_ * static_cast<double>(count) + 1e-9));
    std::size_t settled = count - drawn_.size();
    for (const Drawn& d : drawn_) {
      if (settled++ >= wanted) break;
      const Shortlist& list = lists_[d.slot];
      int choice = d.choice;
      // What settled a moment ago, in this same step, may be the same token beside it or in its gap.
      const Heed now = heed(d.slot);
      const auto id = static_cast<TokenId>(list.ids[choice]);
      const auto holds = [&](const std::vector<TokenId>& tokens) {
        return std::find(tokens.begin(), tokens.end(), id) != tokens.end();
      };
      if (holds(now.barred) || holds(now.used)) choice = draw(list, options_, now, candidate_.random);
      Slot& slot = candidate_.slots[d.slot];
      slot.id = static_cast<TokenId>(list.ids[choice]);
      slot.confidence = list.probability(choice);
      slot.logProbability = list.logProbability(choice);
      slot.settled = true;
    }
  }

 private:
  struct Drawn {
    std::size_t slot;
    int choice;   // index into the slot's shortlist
    double rank;  // higher settles earlier
  };

  Heed heed(std::size_t at) const {
    return {neighbours(candidate_.slots, at), longTokensOfGap(candidate_.slots, at, longTokens_V_),
            options_.repetitionPenalty};
  }

  const SamplerOptions& options_;
  double share_;  // of the slots that are settled after this step
  const std::vector<bool>& longTokens_V_;
  Candidate& candidate_;
  std::vector<Shortlist> lists_;
  std::vector<Drawn> drawn_;
};

}  // namespace

void ConfidenceOrder::advance(int step, const SamplerOptions& options, const torch::Tensor& logits_FV,
                              const std::vector<bool>& longTokens_V, std::vector<Candidate>* candidates) const {
  const int corrections = options.steps >= 8 ? options.steps / 8 : 0;
  const int ordered = options.steps - corrections;
  const double share = std::min(1.0, static_cast<double>(step) / std::max(1, ordered));
  const std::int64_t vocabulary = logits_FV.size(1);
  const std::int64_t width = std::min<std::int64_t>(kShortlist, vocabulary);
  const auto [top, ids] = logits_FV.topk(width, -1);
  const auto normalizer_F = logits_FV.logsumexp(-1);
  const auto top_FK = top.contiguous();
  const auto ids_FK = ids.contiguous();
  std::int64_t row = 0;
  for (Candidate& candidate : *candidates) {
    std::vector<Shortlist> lists;
    std::vector<float> believed;
    for (const Slot& slot : candidate.slots) {
      const float logNormalizer = normalizer_F.data_ptr<float>()[row];
      lists.push_back({ids_FK.data_ptr<std::int64_t>() + row * width, top_FK.data_ptr<float>() + row * width,
                       logNormalizer, static_cast<int>(width)});
      believed.push_back(std::exp(logits_FV.data_ptr<float>()[row * vocabulary + slot.id] - logNormalizer));
      ++row;
    }
    Move move(options, share, longTokens_V, &candidate, std::move(lists));
    move.look(step == 1);
    move.settle();
    // What goes back to noise now is drawn again at the next step, from a look that no longer sees it.
    if (step > ordered && step < options.steps) remaskOne(&candidate.slots, believed);
  }
}

std::unique_ptr<Sampler> makeSampler(const std::string& name) {
  if (name == "confidence") return std::make_unique<ConfidenceOrder>();
  throw Error(ErrorCode::kInvalidConfig, "The sampler \"" + name + "\" is unknown; choose confidence.");
}

}  // namespace lacuna::engine

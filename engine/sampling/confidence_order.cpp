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

  float probability(int i) const { return std::exp(logits[i] - logNormalizer); }
};

// Index into the shortlist. `barred` tokens are not drawn.
int draw(const Shortlist& list, const SamplerOptions& options, const std::vector<TokenId>& barred, Random& random) {
  const double where = random.uniform();  // always one draw a slot
  std::vector<double> weights(static_cast<std::size_t>(list.count), 0.0);
  double mass = 0;
  double kept = 0;
  int best = -1;
  for (int i = 0; i < list.count; ++i) {
    const auto id = static_cast<TokenId>(list.ids[i]);
    if (std::find(barred.begin(), barred.end(), id) != barred.end()) continue;
    if (best < 0) best = i;
    if (options.temperature <= 0 || mass >= static_cast<double>(options.topP)) break;
    mass += static_cast<double>(list.probability(i));
    weights[static_cast<std::size_t>(i)] = std::exp(static_cast<double>(list.logits[i] - list.logits[0]) / static_cast<double>(options.temperature));
    kept += weights[static_cast<std::size_t>(i)];
  }
  if (best < 0) return 0;
  double left = where * kept;
  for (int i = best; i < list.count; ++i) {
    left -= weights[static_cast<std::size_t>(i)];
    if (left < 0 && weights[static_cast<std::size_t>(i)] > 0) return i;
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

}  // namespace

void ConfidenceOrder::advance(int step, const SamplerOptions& options, const torch::Tensor& logits_FV,
                              std::vector<Candidate>* candidates) const {
  const int corrections = options.steps >= 8 ? options.steps / 8 : 0;
  const int ordered = options.steps - corrections;
  const auto vocabulary = logits_FV.size(1);
  const auto [top, ids] = logits_FV.topk(std::min<std::int64_t>(kShortlist, vocabulary), -1);
  const auto normalizer = logits_FV.logsumexp(-1);
  const auto topData = top.contiguous();
  const auto idData = ids.contiguous();
  const float* all = logits_FV.data_ptr<float>();
  std::int64_t row = 0;
  for (Candidate& candidate : *candidates) {
    std::vector<Slot>& slots = candidate.slots;
    const std::size_t count = slots.size();
    std::vector<Shortlist> lists(count);
    std::vector<float> believed(count);
    for (std::size_t i = 0; i < count; ++i, ++row) {
      const float logNormalizer = normalizer.data_ptr<float>()[row];
      lists[i] = {idData.data_ptr<std::int64_t>() + row * idData.size(1), topData.data_ptr<float>() + row * idData.size(1),
                  logNormalizer, static_cast<int>(idData.size(1))};
      believed[i] = std::exp(all[row * vocabulary + slots[i].id] - logNormalizer);
      slots[i].flipped = false;
    }
    struct Drawn {
      std::size_t slot;
      int choice;
      float probability;
    };
    std::vector<Drawn> drawn;
    for (std::size_t i = 0; i < count; ++i) {
      if (slots[i].settled) continue;
      const int choice = draw(lists[i], options, neighbours(slots, i), candidate.random);
      drawn.push_back({i, choice, lists[i].probability(choice)});
      const auto guess = static_cast<TokenId>(lists[i].ids[0]);
      slots[i].flipped = step > 1 && guess != slots[i].id;
      slots[i].id = guess;
      slots[i].confidence = lists[i].probability(0);
    }
    std::stable_sort(drawn.begin(), drawn.end(), [](const Drawn& a, const Drawn& b) { return a.probability > b.probability; });
    const double share = std::min(1.0, static_cast<double>(step) / std::max(1, ordered));
    const auto wanted = static_cast<std::size_t>(std::floor(share * static_cast<double>(count) + 1e-9));
    std::size_t settled = count - drawn.size();
    for (const Drawn& d : drawn) {
      if (settled >= wanted) break;
      Slot& slot = slots[d.slot];
      int choice = d.choice;
      const auto beside = neighbours(slots, d.slot);
      const auto id = static_cast<TokenId>(lists[d.slot].ids[choice]);
      if (std::find(beside.begin(), beside.end(), id) != beside.end()) {
        choice = draw(lists[d.slot], {options.steps, 0.0F, options.topP}, beside, candidate.random);
      }
      slot.id = static_cast<TokenId>(lists[d.slot].ids[choice]);
      slot.confidence = lists[d.slot].probability(choice);
      slot.logProbability = lists[d.slot].logits[choice] - lists[d.slot].logNormalizer;
      slot.settled = true;
      ++settled;
    }
    // What goes back to noise now is drawn again at the next step, from a look that no longer sees it.
    if (step > ordered && step < options.steps) remaskOne(&slots, believed);
  }
}

std::unique_ptr<Sampler> makeSampler(const std::string& name) {
  if (name == "confidence") return std::make_unique<ConfidenceOrder>();
  throw Error(ErrorCode::kInvalidConfig, "The sampler \"" + name + "\" is unknown; choose confidence.");
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/token_draw.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/sampling/draw_rules.h"

namespace lacuna::engine {
namespace {

Around settledAround(const TextGuard& guard, const std::vector<Slot>& slots, std::size_t at) {
  Around around;
  for (std::size_t i = at; !slots[i].startsGap && i > 0 && slots[i - 1].settled; --i) {
    around.before.insert(0, guard.bytes(slots[i - 1].id));
    if (i == at) around.drawnBefore = !slots[i - 1].fixed;
    if (around.before.size() >= guard.reach()) break;
  }
  for (std::size_t i = at + 1; i < slots.size() && !slots[i].startsGap && slots[i].settled; ++i) {
    around.after += guard.bytes(slots[i].id);
    if (i == at + 1) around.drawnAfter = !slots[i].fixed;
    if (around.after.size() >= guard.reach()) break;
  }
  return around;
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

bool holds(const std::vector<TokenId>& tokens, TokenId id) {
  return std::find(tokens.begin(), tokens.end(), id) != tokens.end();
}

// All that one draw heeds.
class Draw {
 public:
  Draw(const SamplerSetup& setup, const std::vector<Slot>& slots, std::size_t at, const std::vector<TokenId>& avoided)
      : setup_(setup), heed_(heedAt(setup, slots, at)), avoided_(avoided) {
    if (setup.guarded()) around_ = settledAround(*setup.guard, slots, at);
    if (setup.rules != nullptr) place_ = setup.rules->placeOf(slots, at);
  }

  // The index of the token that ends the gap, where it has all its words and another would come; else -1. Pieces that
  // only go on with the last word, or a sign, are not put there to fill the room.
  int endOf(const Shortlist& list) const {
    if (setup_.end < 0 || setup_.rules == nullptr) return -1;
    const auto idAt = [&](int i) { return static_cast<TokenId>(list.ids[i]); };
    const int likeliest = list.count > 1 && idAt(0) == setup_.end ? 1 : 0;
    if (!setup_.rules->endsHere(place_, idAt(likeliest))) return -1;
    for (int i = 0; i < list.count; ++i) {
      if (idAt(i) == setup_.end && list.logits[i] > -std::numeric_limits<float>::infinity()) return i;
    }
    return -1;
  }

  // An index into the list; -1: nothing in it will do.
  int pick(const Shortlist& list, double where, DrawRules::Heeded heeded) const;

 private:
  bool allows(TokenId id, DrawRules::Heeded heeded) const {
    if (holds(heed_.barred, id) || (setup_.guarded() && setup_.guard->spoils(around_, id))) return false;
    if (id == setup_.expand || id == setup_.remove) return true;
    if (heeded != DrawRules::Heeded::kNothing && holds(avoided_, id)) return false;
    return setup_.rules == nullptr || setup_.rules->fits(place_, id, heeded);
  }

  const SamplerSetup& setup_;
  Heed heed_;
  const std::vector<TokenId>& avoided_;
  Around around_;
  DrawRules::Place place_;
};

int Draw::pick(const Shortlist& list, double where, DrawRules::Heeded heeded) const {
  const SamplerOptions& options = setup_.options;
  std::vector<double> weights(static_cast<std::size_t>(list.count), 0.0);
  double mass = 0;
  double kept = 0;
  int best = -1;
  double bestLogit = 0;
  for (int i = 0; i < list.count && mass < static_cast<double>(options.topP); ++i) {
    if (list.logits[i] == -std::numeric_limits<float>::infinity()) break;
    const auto id = static_cast<TokenId>(list.ids[i]);
    if (!allows(id, heeded)) continue;
    const auto times = static_cast<double>(std::count(heed_.used.begin(), heed_.used.end(), id));
    const double logit = static_cast<double>(list.logits[i]) - times * static_cast<double>(heed_.penalty);
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
  if (best < 0 || options.temperature <= 0) return best;
  double left = where * kept;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    left -= weights[i];
    if (left < 0 && weights[i] > 0) return static_cast<int>(i);
  }
  return best;
}

}  // namespace

std::int64_t listWidth(const SamplerSetup& setup) {
  constexpr std::int64_t kWidth = 64;
  constexpr std::int64_t kGuardedWidth = 512;
  const bool picks = setup.guarded() || (setup.rules != nullptr && setup.rules->counts());
  return picks ? kGuardedWidth : kWidth;
}

Heed heedAt(const SamplerSetup& setup, const std::vector<Slot>& slots, std::size_t at) {
  return {setup.options.repeats ? std::vector<TokenId>() : neighbours(slots, at),
          longTokensOfGap(slots, at, setup.longTokens_V), setup.options.repetitionPenalty};
}

bool wouldSpoil(const SamplerSetup& setup, const std::vector<Slot>& slots, std::size_t at, TokenId id) {
  return setup.guard != nullptr && setup.guard->spoils(settledAround(*setup.guard, slots, at), id);
}

int drawToken(const SamplerSetup& setup, const Shortlist& list, std::size_t at, Candidate* candidate,
              const std::vector<TokenId>& avoided) {
  const Draw draw(setup, candidate->slots, at, avoided);
  const double where = candidate->random.uniform();  // always one number a draw
  if (const int end = draw.endOf(list); end >= 0) return end;
  using enum DrawRules::Heeded;
  for (const DrawRules::Heeded heeded : {kAll, kWords, kNeighbours, kNothing}) {
    const int choice = draw.pick(list, where, heeded);
    if (choice >= 0) return choice;
  }
  return 0;
}

void showGuess(const Shortlist& list, bool first, Slot* slot) {
  const auto guess = static_cast<TokenId>(list.ids[0]);
  slot->flipped = !first && guess != slot->id;
  slot->id = guess;
  slot->confidence = list.probability(0);
}

bool surelyWishes(const SamplerSetup& setup, const Shortlist& list, int choice) {
  constexpr float kSure = 0.5F;
  const auto id = static_cast<TokenId>(list.ids[choice]);
  return (id == setup.expand || id == setup.remove) && list.probability(choice) > kSure;
}

void settleSlot(const SamplerSetup& setup, const Shortlist& list, int choice, Slot* slot) {
  slot->id = static_cast<TokenId>(list.ids[choice]);
  slot->confidence = list.probability(choice);
  if (slot->id == setup.expand) slot->wish = LengthWish::kSplit;
  if (slot->id == setup.remove) slot->wish = LengthWish::kVanish;
  if (slot->wish != LengthWish::kNone) return;
  slot->logProbability = list.logProbability(choice);
  slot->own = kNotHeard;
  slot->settled = true;
}

SlotRange withoutEnd(const std::vector<Slot>& slots, SlotRange gap, TokenId end) {
  while (end >= 0 && gap.end > gap.begin && slots[gap.end - 1].id == end) --gap.end;
  return gap;
}

void endGap(std::size_t at, TokenId end, Candidate* candidate) {
  std::vector<Slot>& slots = candidate->slots;
  do {
    Slot& slot = slots[at];
    slot.flipped = slot.id != end;
    slot.id = end;
    slot.settled = slot.fixed = true;
    slot.confidence = 1.0F;
  } while (++at < slots.size() && !slots[at].startsGap);
}

void settleDrawn(const SamplerSetup& setup, const Shortlist& list, int choice, std::size_t at, Candidate* candidate) {
  constexpr std::size_t kTries = 12;
  const std::vector<Slot>& slots = candidate->slots;
  const auto idOf = [&](int index) { return static_cast<TokenId>(list.ids[index]); };
  const auto isWish = [&](TokenId id) { return id == setup.expand || id == setup.remove; };
  // What settled a moment ago, in this same step, may be the same token beside it or in its gap.
  const Heed now = heedAt(setup, slots, at);
  const bool stale = setup.guarded() || holds(now.barred, idOf(choice)) || holds(now.used, idOf(choice)) ||
                     (setup.rules != nullptr && !isWish(idOf(choice)) &&
                      !setup.rules->fits(setup.rules->placeOf(slots, at), idOf(choice)));
  if (stale) choice = drawToken(setup, list, at, candidate);
  std::vector<TokenId> avoided;
  while (setup.rules != nullptr && avoided.size() < kTries && !isWish(idOf(choice)) &&
         setup.rules->circles(slots, at, idOf(choice))) {
    avoided.push_back(idOf(choice));
    choice = drawToken(setup, list, at, candidate, avoided);
  }
  settleSlot(setup, list, choice, &candidate->slots[at]);
  if (setup.end >= 0 && slots[at].id == setup.end) endGap(at, setup.end, candidate);
}

void drawAndSettle(const SamplerSetup& setup, const Shortlist& list, std::size_t at, Candidate* candidate) {
  settleDrawn(setup, list, drawToken(setup, list, at, candidate), at, candidate);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/embedding_state.h"

namespace lacuna::engine {
namespace {

// One number a filling row, as a column.
template <class Value>
torch::Tensor column(const SamplerState& state, const Value& value) {
  std::vector<float> values;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) values.push_back(value(slot));
  }
  return torch::tensor(values).unsqueeze(1);
}

torch::Tensor tokensOf(const SamplerSetup& setup, const SamplerState& state) {
  std::vector<std::int64_t> ids;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) ids.push_back(slot.id);
  }
  return setup.table_VW.index_select(0, torch::tensor(ids, torch::kInt64));
}

torch::Tensor fixedRows(const SamplerState& state) {
  return column(state, [](const Slot& slot) { return slot.fixed ? 1.0F : 0.0F; }) > 0;
}

}  // namespace

Level levelBefore(const SamplerSetup& setup, int step, const SamplerState& state) {
  const auto strength = column(state, [](const Slot& slot) { return slot.strength; });
  return levelOf(strength * sigmaBefore(step, setup.options.steps));
}

torch::Tensor startingState(const SamplerSetup& setup, const torch::Tensor& noise_FW, const SamplerState& state) {
  const Level level = levelBefore(setup, 1, state);
  const auto given = column(state, [](const Slot& slot) { return slot.strength < 1.0F ? 1.0F : 0.0F; });
  const auto tokens_FW = tokensOf(setup, state);
  return torch::where(fixedRows(state), tokens_FW, level.alpha_F1 * given * tokens_FW + level.sigma_F1 * noise_FW);
}

torch::Tensor expectedClean(const SamplerSetup& setup, const torch::Tensor& logits_FV) {
  return logits_FV.softmax(-1).matmul(setup.table_VW);
}

torch::Tensor noisedAgain(const SamplerSetup& setup, const CleanAndNoise& rows, int step, const SamplerState& state) {
  const Level level = levelBefore(setup, step, state);
  return level.alpha_F1 * rows.clean_FW + level.sigma_F1 * rows.noise_FW;
}

void moveRows(const SamplerSetup& setup, const torch::Tensor& next_FW, SamplerState* state) {
  state->y_FW = torch::where(fixedRows(*state), tokensOf(setup, *state), next_FW);
}

void showGuesses(const Shortlists& look, bool first, SamplerState* state) {
  std::size_t row = 0;
  for (Candidate& candidate : state->candidates) {
    for (Slot& slot : candidate.slots) {
      if (!slot.fixed) showGuess(look.row(row), first, &slot);
      ++row;
    }
  }
}

void settleAll(const SamplerSetup& setup, const Shortlists& lists, SamplerState* state) {
  std::size_t row = 0;
  for (Candidate& candidate : state->candidates) {
    for (std::size_t i = 0; i < candidate.slots.size(); ++i, ++row) {
      candidate.slots[i].flipped = false;
      if (!candidate.slots[i].settled) drawAndSettle(setup, lists.row(row), i, &candidate);
    }
  }
}

void ContinuousSampler::advance(int step, const Shortlists& look, SamplerState* state) {
  if (step == options().steps) return settleAll(setup(), look, state);
  showGuesses(look, step == 1, state);
  // What is fixed is its own clean estimate: a solver remembers what it was given.
  const auto clean_FW =
      torch::where(fixedRows(*state), tokensOf(setup(), *state), expectedClean(setup(), look.logits_FV()));
  moveRows(setup(), next(step, clean_FW, *state), state);
}

}  // namespace lacuna::engine

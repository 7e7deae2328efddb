// SPDX-License-Identifier: GPL-3.0-or-later
// What continuous samplers share: levels of the rows, the clean state that the model expects, and the settling at
// the end.
#pragma once

#include "engine/diffusion/level.h"
#include "engine/sampling/token_draw.h"

namespace lacuna::engine {

// The rows' levels before a step in 1..steps: strength * sigmaBefore(step, steps).
Level levelBefore(const SamplerSetup& setup, int step, const SamplerState& state);

// y at the level before step 1. Rows whose slot has strength 1 are pure noise; rows with less begin from their slot's
// token. noise_FW: standard normal.
torch::Tensor startingState(const SamplerSetup& setup, const torch::Tensor& noise_FW, const SamplerState& state);

// E[y_0 | y]: the table's rows weighted with the model's probabilities. [F, W]
torch::Tensor expectedClean(const SamplerSetup& setup, const torch::Tensor& logits_FV);

struct CleanAndNoise {
  torch::Tensor clean_FW;
  torch::Tensor noise_FW;  // standard normal
};
// A state at the level before `step` that knows what clean_FW tells and has this noise.
torch::Tensor noisedAgain(const SamplerSetup& setup, const CleanAndNoise& rows, int step, const SamplerState& state);

// Rows of fixed slots are their own token without noise.
void moveRows(const SamplerSetup& setup, const torch::Tensor& next_FW, SamplerState* state);

// Every slot shows its likeliest token.
void showGuesses(const Shortlists& look, bool first, SamplerState* state);

// Draws a token for every slot that is still noise, gap by gap from left to right.
void settleAll(const SamplerSetup& setup, const Shortlists& lists, SamplerState* state);

// What differs between continuous samplers is where a step leads; the last look settles all tokens at once.
class ContinuousSampler : public Sampler {
 public:
  using Sampler::Sampler;
  bool continuous() const final { return true; }
  bool drawsAtTheEnd() const final { return true; }
  void advance(int step, const Shortlists& look, SamplerState* state) final;

 protected:
  // The rows after the step, [F, W], from the clean state that the model expects. Called for steps before the last.
  virtual torch::Tensor next(int step, const torch::Tensor& clean_FW, const SamplerState& state) = 0;
};

}  // namespace lacuna::engine

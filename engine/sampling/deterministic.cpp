// SPDX-License-Identifier: GPL-3.0-or-later
// Deterministic iterated denoising: the state becomes what the model takes for clean, again and again, until it is a
// fixed point of the model. No noise comes in after the start, and none is taken out by a schedule.
// This is what DiffuSeq-v2's published sample() does under the name of DPM-Solver++, since it overwrites the state with
// the predicted x_0 before each update. Here it has its own name.
#include "engine/sampling/embedding_state.h"

namespace lacuna::engine {
namespace {

class Deterministic : public ContinuousSampler {
 public:
  using ContinuousSampler::ContinuousSampler;

 protected:
  torch::Tensor next(int, const torch::Tensor& clean_FW, const SamplerState&) override { return clean_FW; }
};

}  // namespace

// The draw at the end takes the likeliest tokens: nothing but the start is random.
std::unique_ptr<Sampler> makeDeterministic(SamplerSetup setup) {
  setup.options.temperature = 0.0F;
  return std::make_unique<Deterministic>(std::move(setup));
}

}  // namespace lacuna::engine

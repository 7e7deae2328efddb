// SPDX-License-Identifier: GPL-3.0-or-later
// The probability-flow equation from noise to text, integrated by DPM-Solver++(2M) on y = x - m. The last look at the
// nearly clean embeddings settles all tokens at once. Temperature and top-p act on that last draw only.
#include "engine/diffusion/dpm_solver.h"
#include "engine/sampling/embedding_state.h"

namespace lacuna::engine {
namespace {

class DpmSampler : public Sampler {
 public:
  using Sampler::Sampler;
  bool continuous() const override { return true; }
  void advance(int step, const torch::Tensor& logits_FV, SamplerState* state) override {
    if (step == options().steps) return settleAll(setup(), shortlistsFor(setup(), logits_FV), state);
    showGuesses(setup(), logits_FV, step == 1, state);
    const Level from = levelBefore(setup(), step, *state);
    const Level to = levelBefore(setup(), step + 1, *state);
    moveRows(setup(), solver_.step(state->y_FW, expectedClean(setup(), logits_FV), from, to), state);
  }

 private:
  DpmSolver solver_;
};

}  // namespace

std::unique_ptr<Sampler> makeDpmSampler(SamplerSetup setup) { return std::make_unique<DpmSampler>(std::move(setup)); }

}  // namespace lacuna::engine

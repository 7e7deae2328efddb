// SPDX-License-Identifier: GPL-3.0-or-later
// The probability-flow equation from noise to text, integrated by DPM-Solver++(2M) on y = x - m. The last look at the
// nearly clean embeddings settles all tokens at once. Temperature and top-p act on that last draw only.
#include "engine/diffusion/dpm_solver.h"
#include "engine/sampling/embedding_state.h"

namespace lacuna::engine {
namespace {

class DpmSampler : public ContinuousSampler {
 public:
  using ContinuousSampler::ContinuousSampler;
  void spread(std::size_t candidates) override { solver_.repeat(static_cast<std::int64_t>(candidates)); }

 protected:
  torch::Tensor next(int step, const torch::Tensor& clean_FW, const SamplerState& state) override {
    const Level from = levelBefore(setup(), step, state);
    const Level to = levelBefore(setup(), step + 1, state);
    return solver_.step(state.y_FW, clean_FW, from, to);
  }

 private:
  DpmSolver solver_;
};

}  // namespace

std::unique_ptr<Sampler> makeDpmSampler(SamplerSetup setup) { return std::make_unique<DpmSampler>(std::move(setup)); }

}  // namespace lacuna::engine

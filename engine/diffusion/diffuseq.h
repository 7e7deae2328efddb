// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/diffusion/noise_process.h"

namespace lacuna::engine {

// DiffuSeq-v2 (Gong et al. 2023, arXiv:2310.05793), the baseline: all tokens of a gap share one time t, its level, and
//   x_t = sqrt(abar) (x0 - m) + sqrt(1 - abar) eps + m,   abar(t) = 1 - sqrt(t + 1e-4)
// except that each is m itself with the probability 0.5 sqrt(1 - abar). It is trained by regression (regresses()).
// Apart from the paper: embeddings have unit root mean square, the model has no time input, and t is spread evenly
// instead of drawn by the loss's second moment.
class DiffuSeq : public NoiseProcess {
 public:
  NoisedTokens draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                    const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                    Random& random) const override;
  torch::Tensor state(const Denoiser& model, const NoisedTokens& tokens, const Guess* guess) const override;
  torch::Tensor centre(const Denoiser& model) const override { return model.maskState(); }
  bool regresses() const override { return true; }
};

// sqrt(1 - abar(t)), t in [0, 1].
double diffuSeqSigma(double t);

}  // namespace lacuna::engine

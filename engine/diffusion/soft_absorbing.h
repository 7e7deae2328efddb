// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/diffusion/noise_process.h"

namespace lacuna::engine {

// The soft absorbing state. Of the noised tokens
//   80 % are absorbed:  (1 - s) m + s sum_k pi_k E_k + sigma eps    s: how much of the last guess is fed back
//   10 % get noise:     sqrt(1 - sigma^2) (x0 - m) + m + sigma eps  DiffuSeq-v2's shifted forward (arXiv:2310.05793)
//   10 % are wrong:     E of a random token                         teaches self-correction (GIDD)
// s = sigmoid(share) * sigmoid(softplus(steepness) * (midpoint - entropy)): a sure guess counts, a vague one does not.
// sigma ~ U(0, 1) on half of the examples, else 0.
class SoftAbsorbing : public NoiseProcess {
 public:
  NoisedTokens draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                    const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                    Random& random) const override;
  torch::Tensor state(const Denoiser& model, const NoisedTokens& tokens, const Guess* guess) const override;
  bool usesGuess() const override { return true; }
  torch::Tensor centre(const Denoiser& model) const override { return model.maskState(); }
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/diffusion/noise_process.h"

namespace lacuna::engine {

// Continuous noise on embeddings (DiffuSeq): a noised token is sqrt(1 - sigma^2) x0 + sigma eps, sigma = its level.
class Gaussian : public NoiseProcess {
 public:
  NoisedTokens draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                    const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                    Random& random) const override;
  torch::Tensor state(const Denoiser& model, const NoisedTokens& tokens, const Guess* guess) const override;
  torch::Tensor centre(const Denoiser& model) const override { return torch::zeros_like(model.maskState()); }
  bool absorbs() const override { return false; }
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/gaussian.h"

#include "engine/diffusion/draw.h"

namespace lacuna::engine {

NoisedTokens Gaussian::draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                            const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                            Random& random) const {
  DrawShares shares;
  shares.masked = 0.0;
  shares.gaussian = 1.0;
  shares.sigmaIsLevel = true;
  return drawTokens(ids_F, level_F, group_F, vocabulary, width, shares, random);
}

torch::Tensor Gaussian::state(const Denoiser& model, const NoisedTokens& tokens, const Guess* /*guess*/) const {
  const auto clean = model.embed(tokens.ids_F);
  // A masked token is one of which nothing is left: sigma 1.
  const auto noised = tokens.gaussian_F.logical_or(tokens.masked_F).unsqueeze(1);
  const auto sigma = torch::where(tokens.masked_F, torch::ones_like(tokens.sigma_F), tokens.sigma_F).unsqueeze(1);
  return torch::where(noised, (1 - sigma.square()).clamp_min(0).sqrt() * clean + sigma * tokens.noise_FW, clean);
}

}  // namespace lacuna::engine

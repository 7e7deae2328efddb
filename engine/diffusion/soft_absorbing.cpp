// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/soft_absorbing.h"

#include "engine/diffusion/draw.h"

namespace lacuna::engine {

NoisedTokens SoftAbsorbing::draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                                 const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                                 Random& random) const {
  DrawShares shares;
  shares.masked = 0.8;
  shares.gaussian = 0.1;
  shares.noisyExamples = 0.5;
  return drawTokens(ids_F, level_F, group_F, vocabulary, width, shares, random);
}

torch::Tensor SoftAbsorbing::state(const Denoiser& model, const NoisedTokens& tokens, const Guess* guess) const {
  const auto& m = model.maskState();
  const auto clean = model.embed(tokens.ids_F);
  const auto sigma = tokens.sigma_F.unsqueeze(1);
  const auto noise = sigma * tokens.noise_FW;
  auto absorbed = m + noise;
  if (guess != nullptr) {
    const SoftMask& soft = model.softMask();
    const auto share =
        torch::sigmoid(soft.share) * torch::sigmoid(at::softplus(soft.steepness) * (soft.midpoint - guess->entropy_F));
    const auto believed = (guess->probability_FK.unsqueeze(-1) * model.embed(guess->ids_FK)).sum(1);
    absorbed = absorbed + share.unsqueeze(1) * (believed - m);
  }
  const auto shifted = (1 - sigma.square()).clamp_min(0).sqrt() * (clean - m) + m + noise;
  return torch::where(tokens.masked_F.unsqueeze(1), absorbed,
                      torch::where(tokens.gaussian_F.unsqueeze(1), shifted, clean));
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/absorbing.h"

#include "engine/diffusion/draw.h"

namespace lacuna::engine {

NoisedTokens Absorbing::draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                             const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                             Random& random) const {
  return drawTokens(ids_F, level_F, group_F, vocabulary, width, {}, random);
}

torch::Tensor Absorbing::state(const Denoiser& model, const NoisedTokens& tokens, const Guess* /*guess*/) const {
  return torch::where(tokens.masked_F.unsqueeze(1), model.maskState(), model.embed(tokens.ids_F));
}

}  // namespace lacuna::engine

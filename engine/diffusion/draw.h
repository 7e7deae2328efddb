// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a forward process that is drawn token by token on the host.
#pragma once

#include "engine/diffusion/noise_process.h"

namespace lacuna::engine {

struct DrawShares {
  double masked = 1.0;  // of the noised tokens; the rest is split between the next two
  double gaussian = 0.0;
  double noisyExamples = 0.0;  // share of examples whose masks carry noise, sigma ~ U(0, 1)
  bool sigmaIsLevel = false;   // gaussian tokens: sigma is the row's level instead of U(0, 1)
};

NoisedTokens drawTokens(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                        const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                        const DrawShares& shares, Random& random);

}  // namespace lacuna::engine

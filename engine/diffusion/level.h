// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a continuous state is signal and how much noise: y_t = alpha y_0 + sigma eps, alpha^2 + sigma^2 = 1,
// where y = x - m is an embedding seen from the process' centre (NoiseProcess::centre). Sources speak of alpha-bar:
// alpha here is its square root.
//
// Shapes: F filling rows, as a column [F, 1]; float32 or float64. Every row has a level of its own (the brush).
#pragma once

#include <torch/types.h>

namespace lacuna::engine {

struct Level {
  torch::Tensor alpha_F1;
  torch::Tensor sigma_F1;

  torch::Tensor lambda() const { return (alpha_F1 / sigma_F1).log(); }  // half the log of the signal-to-noise ratio
};

// sigma_F1 is kept within [1e-3, 1 - 1e-6], so that lambda stays finite.
inline Level levelOf(const torch::Tensor& sigma_F1) {
  const auto sigma = sigma_F1.clamp(1e-3, 1.0 - 1e-6);
  return {(1 - sigma.square()).sqrt(), sigma};
}

// Deviation of the noise before a step in 1..steps: falls on a straight line and would be zero after the last one.
inline double sigmaBefore(int step, int steps) {
  constexpr double kFirst = 0.999;
  return kFirst * (1.0 - static_cast<double>(step - 1) / static_cast<double>(steps));
}

}  // namespace lacuna::engine

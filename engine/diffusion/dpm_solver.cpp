// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/dpm_solver.h"

namespace lacuna::engine {

torch::Tensor DpmSolver::step(const torch::Tensor& y_FW, const torch::Tensor& clean_FW, const Level& from,
                              const Level& to) {
  const auto h = to.lambda() - from.lambda();
  const auto phi = (-h).expm1();
  auto next = to.sigma_F1 / from.sigma_F1 * y_FW - to.alpha_F1 * phi * clean_FW;
  if (lastClean_FW_.defined()) {
    // A row that was fixed until now has no step behind it to lean on.
    const auto ratio_F1 = h / lastH_F1_;
    const auto slope = at::where(ratio_F1.isfinite(), (clean_FW - lastClean_FW_) * ratio_F1, at::zeros_like(clean_FW));
    next = next - 0.5 * to.alpha_F1 * phi * slope;
  }
  lastClean_FW_ = clean_FW;
  lastH_F1_ = h;
  return next;
}

void DpmSolver::repeat(std::int64_t times) {
  if (!lastClean_FW_.defined()) return;
  lastClean_FW_ = lastClean_FW_.repeat({times, 1});
  lastH_F1_ = lastH_F1_.repeat({times, 1});
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/posterior.h"

#include <algorithm>

namespace lacuna::engine {

AbsorbingMove absorbingMove(double from, double to, double cap) {
  AbsorbingMove move;
  const double kept = 1.0 - from;
  move.remask = kept > 0 ? std::min(cap, to / kept) : 0.0;
  move.settle = from > 0 ? std::clamp(((1.0 - to) - (1.0 - move.remask) * kept) / from, 0.0, 1.0) : 0.0;
  return move;
}

GaussianPosterior gaussianPosterior(const torch::Tensor& y_FW, const torch::Tensor& clean_FW, const Level& from,
                                    const Level& to) {
  const auto ratio = from.alpha_F1 / to.alpha_F1;
  const auto added = from.sigma_F1.square() - ratio.square() * to.sigma_F1.square();  // variance between the two levels
  const auto total = from.sigma_F1.square();
  return {(ratio * to.sigma_F1.square() * y_FW + to.alpha_F1 * added * clean_FW) / total,
          (added.clamp_min(0) * to.sigma_F1.square() / total).sqrt()};
}

}  // namespace lacuna::engine

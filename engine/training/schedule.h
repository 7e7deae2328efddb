// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/training/train_config.h"

namespace lacuna::engine {

// Share of the configured learning rate, 0..1: warm-up, then the configuration's curve. progress: the share of the run
// that is over, 0..1.
inline double rateAt(const RunOptions& config, std::int64_t step, double progress) {
  const double warm = std::min(1.0, static_cast<double>(step + 1) / std::max(1, config.warmUp));
  if (config.curve == RateCurve::kCosine) return warm * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
  const double left = config.decay > 0 ? std::min(1.0, (1.0 - progress) / config.decay) : 1.0;
  return warm * std::max(0.0, left);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/loss_watch.h"

#include <algorithm>
#include <cmath>

namespace lacuna::engine {
namespace {

constexpr double kSlow = 0.02;
constexpr double kQuick = 0.16;
constexpr double kSettled = 100;     // steps before a spike can be told from a beginning
constexpr double kDeviations = 4.0;  // of single steps
constexpr double kLeastRise = 0.5;   // nats

}  // namespace

bool LossWatch::sound(double loss) {
  if (!std::isfinite(loss)) return false;
  if (steps_ == 0) mean_ = recent_ = loss;
  const double recent = recent_ + kQuick * (loss - recent_);
  if (steps_ >= kSettled && recent - mean_ > std::max(kLeastRise, kDeviations * std::sqrt(variance_))) return false;
  recent_ = recent;
  const double share = std::max(kSlow, 1.0 / (steps_ + 1));
  // A step far out counts as one at the border: a spike must not widen what is usual.
  const double widest = steps_ >= kSettled ? 3.0 * std::sqrt(variance_) : std::abs(loss - mean_);
  const double apart = std::clamp(loss - mean_, -widest, widest);
  mean_ += share * apart;
  variance_ += share * ((1 - share) * apart * apart - variance_);
  ++steps_;
  return true;
}

void LossWatch::restore(const State& state) {
  steps_ = state[0];
  mean_ = state[1];
  variance_ = state[2];
  recent_ = state[3];
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "engine/evaluation/evaluate.h"

namespace lacuna::engine {

std::string aboutSeconds(double seconds) {
  const auto several = [](double value, const char* unit) {
    const auto whole = static_cast<long>(std::max(1.0, std::round(value)));
    return "about " + std::to_string(whole) + " " + unit + (whole == 1 ? "" : "s");
  };
  if (seconds < 90) return several(seconds, "second");
  if (seconds < 90 * 60) return several(seconds / 60, "minute");
  return several(seconds / 3600, "hour");
}

double EvalClock::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void EvalClock::pass(double units, const std::string& what) {
  if (cancel_.load()) throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
  done_ += units;
  const double now = seconds();
  if (!callbacks_.onNote || now - told_ < 0.3) return;
  told_ = now;
  const double left = done_ > 0 ? now / done_ * std::max(0.0, total_ - done_) : 0;
  callbacks_.onNote(what + (done_ > 0 ? ", " + aboutSeconds(left) + " left" : std::string()));
}

}  // namespace lacuna::engine

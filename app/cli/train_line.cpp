// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/train_line.h"

#include <cmath>
#include <cstdio>

#include "app/cli/styled_text.h"

namespace lacuna::app {
namespace {

constexpr std::chrono::milliseconds kEveryLive{100};
constexpr std::chrono::seconds kEveryPlain{15};

std::string grouped(double value) {
  if (!std::isfinite(value)) return "?";
  std::string digits = std::to_string(static_cast<long long>(std::llround(value)));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  return digits;
}

std::string fixed(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", value);
  return buffer;
}

}  // namespace

std::string describeSeconds(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return "?";
  const auto whole = static_cast<long long>(seconds + 0.5);
  char buffer[64];
  if (whole >= 3600) {
    std::snprintf(buffer, sizeof buffer, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
  } else if (whole >= 60) {
    std::snprintf(buffer, sizeof buffer, "%lld min %02lld s", whole / 60, whole % 60);
  } else {
    std::snprintf(buffer, sizeof buffer, "%lld s", whole);
  }
  return buffer;
}

std::string describeProgress(const engine::TrainProgress& progress, double heldOut) {
  std::string line = "step " + grouped(static_cast<double>(progress.step)) + "/" +
                     grouped(static_cast<double>(progress.steps)) + "  loss " + fixed(progress.loss);
  if (std::isfinite(heldOut)) line += "  held-out " + fixed(heldOut);
  line += "  " + grouped(progress.tokensPerSecond) + " tokens/s  " + describeSeconds(progress.secondsLeft) + " left";
  return line;
}

void TrainLine::show(const engine::TrainProgress& progress) {
  const bool measured = std::isfinite(progress.heldOutLoss);
  if (!any_) heldOut_ = std::nan("");
  if (measured) heldOut_ = progress.heldOutLoss;
  const auto now = Clock::now();
  const bool last = progress.step >= progress.steps;
  if (!progress.note.empty()) {
    finish();
    std::printf("%s\n", printable(progress.note).c_str());
  }
  const bool due = !any_ || last || (measured && !terminal_.live) ||
                   now - last_ >= (terminal_.live ? Clock::duration(kEveryLive) : Clock::duration(kEveryPlain));
  if (due) {
    const std::string line = describeProgress(progress, heldOut_);
    if (terminal_.live) {
      const auto room = static_cast<std::size_t>(terminal_.columns > 1 ? terminal_.columns - 1 : 1);
      std::printf("\r\x1b[K%s", line.substr(0, room).c_str());
      open_ = true;
    } else {
      std::printf("%s\n", line.c_str());
    }
    last_ = now;
    any_ = true;
  }
  std::fflush(stdout);
}

void TrainLine::finish() {
  if (open_) std::printf("\n");
  open_ = false;
  std::fflush(stdout);
}

}  // namespace lacuna::app

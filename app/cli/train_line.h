// SPDX-License-Identifier: GPL-3.0-or-later
// Shows how a training run goes: one line redrawn in place on a terminal, one line now and then elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "app/cli/terminal.h"
#include "engine/session.h"

namespace lacuna::app {

// "step 1,840/3,000  loss 4.102  held-out 4.310  12,400 tokens/s  1 h 04 min left"
// heldOut: the last one measured, NaN when there is none yet.
std::string describeProgress(const engine::TrainProgress& progress, double heldOut);

// 75 -> "1 min 15 s"; 3900 -> "1 h 05 min". Negative and unknown become "?".
std::string describeSeconds(double seconds);

class TrainLine {
 public:
  explicit TrainLine(const Terminal& terminal) : terminal_(terminal) {}
  void show(const engine::TrainProgress& progress);
  void finish();  // ends the line that stands on the terminal

 private:
  using Clock = std::chrono::steady_clock;
  Terminal terminal_;
  double heldOut_ = -1;
  bool open_ = false;  // a line stands without its newline
  bool any_ = false;
  Clock::time_point last_{};
};

}  // namespace lacuna::app

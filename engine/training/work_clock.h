// SPDX-License-Identifier: GPL-3.0-or-later
// Seconds of a run. Of one that is held now and then, by who waits in TrainJob::between or by a stopped process, only
// those of work: what passes between two ticks counts for a second at most.
#pragma once

#include <algorithm>
#include <chrono>

namespace lacuna::engine {

class WorkClock {
 public:
  // ticks: somebody calls tick() several times a second, and only what lies between is counted.
  void start(bool ticks) {
    ticks_ = ticks;
    worked_ = 0;
    last_ = Clock::now();
  }
  // Counts what has passed.
  void tick() {
    worked_ += sinceLast();
    last_ = Clock::now();
  }
  // What has passed since the last tick is not work.
  void leaveOut() { last_ = Clock::now(); }
  double seconds() const { return worked_ + sinceLast(); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double kMost = 1.0;  // second

  double sinceLast() const {
    const double passed = std::chrono::duration<double>(Clock::now() - last_).count();
    return ticks_ ? std::min(passed, kMost) : passed;
  }

  bool ticks_ = false;
  double worked_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace lacuna::engine

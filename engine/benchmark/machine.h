// SPDX-License-Identifier: GPL-3.0-or-later
// What a benchmark runs on, and how long and how much it takes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "engine/session.h"

namespace lacuna::engine {

constexpr double kMebibyte = 1024.0 * 1024.0;

std::string cpuName();  // as /proc/cpuinfo has it; "unknown CPU" where it says nothing

// Bytes of memory that the process holds, and the most that it has held since the last resetPeakMemory().
// Zero where /proc does not say.
std::int64_t residentBytes();
std::int64_t peakResidentBytes();
// What was let go of goes back to the system first, so that it does not count.
void resetPeakMemory();

// Milliseconds. With one thread, of that thread's processor time: what else runs on the machine does not count. With
// several, by the wall clock: the least is then nearest to what the work itself costs.
struct Timing {
  double median = 0;
  double least = 0;
  int runs = 0;

  Timing operator*(double factor) const { return {median * factor, least * factor, runs}; }
  Timing operator+(const Timing& other) const { return {median + other.median, least + other.least, runs}; }
};

// Which clock that is, in words.
std::string clockName();

struct TimingOptions {
  int repetitions = 5;
  double seconds = 20;                 // no further run is begun once so much is spent
  const CancelFlag* cancel = nullptr;  // read between runs
};

// A first run is not counted, unless it alone takes a fifth of the seconds. Throws Error(kCancelled).
Timing timeRuns(const std::function<void()>& work, const TimingOptions& options);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What the benchmarks of the window share: the cost of a piece of work on this thread, and a row of such costs printed.
#pragma once

#include <QElapsedTimer>
#include <QVector>
#include <algorithm>
#include <cstdio>
#include <ctime>

namespace lacuna::tests {

// Of this thread, in milliseconds.
inline double processorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Cost {
  double time = 0;  // milliseconds
  double processor = 0;
};

template <typename Work>
Cost costOf(Work work) {
  QElapsedTimer clock;
  clock.start();
  const double before = processorTime();
  work();
  return {static_cast<double>(clock.nsecsElapsed()) / 1e6, processorTime() - before};
}

class Times {
 public:
  void add(const Cost& cost) {
    times_.push_back(cost.time);
    processor_.push_back(cost.processor);
  }
  // Median, 99th percentile and worst, in milliseconds; then the first two of the processor's time alone.
  void print(const char* name) {
    if (times_.isEmpty()) return;
    std::sort(times_.begin(), times_.end());
    std::sort(processor_.begin(), processor_.end());
    std::printf("%-44s median %6.2f   p99 %6.2f   worst %6.2f ms   processor %6.2f   %6.2f   (%lld)\n", name,
                at(times_, 0.5), at(times_, 0.99), times_.last(), at(processor_, 0.5), at(processor_, 0.99),
                static_cast<long long>(times_.size()));
    std::fflush(stdout);
  }

 private:
  static double at(const QVector<double>& sorted, double share) {
    return sorted.at(std::min(sorted.size() - 1, static_cast<qsizetype>(share * static_cast<double>(sorted.size()))));
  }
  QVector<double> times_, processor_;
};

}  // namespace lacuna::tests

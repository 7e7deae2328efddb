// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a run that learns from one that left its course: a loss that is no longer a number, or losses that stay
// far above what they were. A single bad batch is not one: batches differ.
#pragma once

#include <array>

namespace lacuna::engine {

class LossWatch {
 public:
  // One step's loss, nats a token. False: the run has left its course; such a step is not counted.
  bool sound(double loss);

  // For a checkpoint: what sound() will answer is a function of this.
  using State = std::array<double, 4>;
  State state() const { return {steps_, mean_, variance_, recent_}; }
  void restore(const State& state);

 private:
  double steps_ = 0;
  double mean_ = 0;      // over about 50 steps
  double variance_ = 0;  // of single steps around it
  double recent_ = 0;    // mean over about 6 steps
};

}  // namespace lacuna::engine

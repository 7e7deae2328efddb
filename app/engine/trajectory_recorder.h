// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the frames of a run for storage: what was shown. What the model thought comes with the engine's result.
#pragma once

#include "app/window/translate_run.h"

namespace lacuna::app {

// Every frame, as long as the run has at most this many token states; of longer ones every second, fourth, ... frame,
// and always the last.
inline constexpr qint64 kMostTokenStates = 1'000'000;

class TrajectoryRecorder {
 public:
  explicit TrajectoryRecorder(TokenTexts& texts) : texts_(texts) {}

  void add(const engine::StepFrame& frame) {
    if (states_ > kMostTokenStates && frames_.size() > 2) thin();
    if (frame.step % stride_ != 0 && frame.step != frame.steps) return;
    frames_.push_back(toRunFrame(frame, texts_));
    qint64 tokens = 0;
    for (const auto& candidate : frame.tokens) {
      for (const auto& gap : candidate) tokens += static_cast<qint64>(gap.size());
    }
    states_ += tokens;
  }

  storage::Trajectory take() { return std::move(frames_); }

 private:
  void thin() {
    stride_ *= 2;
    storage::Trajectory kept;
    for (storage::RunFrame& frame : frames_) {
      if (frame.step % stride_ == 0) kept.push_back(std::move(frame));
    }
    frames_ = std::move(kept);
    states_ /= 2;
  }

  TokenTexts& texts_;
  storage::Trajectory frames_;
  qint64 states_ = 0;
  int stride_ = 1;
};

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the frames of a run for storage: what was shown, and what the model thought of it. One thread.
#pragma once

#include "app/window/translate_run.h"

namespace lacuna::app {

// Every frame, as long as the run has at most this many token states; of longer ones every second, fourth, ... frame,
// and always the last.
inline constexpr qint64 kMostTokenStates = 1'000'000;

class TrajectoryRecorder {
 public:
  explicit TrajectoryRecorder(TokenTexts& texts) : texts_(texts) {}

  // The frame as it is kept, or would be: until the next one is added.
  const storage::RunFrame& add(const engine::StepFrame& frame) {
    if (states_ > kMostTokenStates && frames_.size() > 2) thin();
    const bool kept = frame.step % stride_ == 0 || frame.step == frame.steps;
    const bool first = last_.tokens.isEmpty();
    const storage::RunFrame before = kept && !frames_.isEmpty() ? frames_.last() : last_;
    last_ = toRunFrame(frame, first ? nullptr : &before, texts_);
    if (!kept) return last_;
    frames_.push_back(last_);
    for (const auto& candidate : frame.tokens) {
      for (const auto& gap : candidate) states_ += static_cast<qint64>(gap.size());
    }
    return last_;
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
  storage::RunFrame last_;
  qint64 states_ = 0;
  int stride_ = 1;
};

}  // namespace lacuna::app

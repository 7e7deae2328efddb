// SPDX-License-Identifier: GPL-3.0-or-later
// The denoising in a terminal, in place: the paragraph around each gap, its tokens from blocks of noise to full ink,
// and a bar of steps below. Draws at most some thirty times a second; frames between are dropped, never steps slowed.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "app/cli/styled_text.h"
#include "app/cli/terminal.h"
#include "engine/session.h"

namespace lacuna::app {

// One gap's tokens as runs. Unsettled tokens below half confidence are blocks as wide as the guess, lighter ones
// surer of nothing; settled ones gain ink with confidence.
std::vector<StyledRun> drawTokens(const std::vector<engine::TokenState>& tokens);

// "▮▮▮▮▯▯▯▯ 21/32", cells wide.
std::string stepBar(int step, int steps, int cells);

class LiveView {
 public:
  // Keeps a reference to request. Writes to standard output, hides the cursor.
  LiveView(const engine::InfillRequest& request, int descriptor);
  // As close().
  ~LiveView();
  LiveView(const LiveView&) = delete;
  LiveView& operator=(const LiveView&) = delete;

  void showReading(std::size_t done, std::size_t total);  // tokens of context read so far
  void showFrame(const engine::StepFrame& frame, int candidate);
  // Puts these fills where the noise stood and leaves them on the screen.
  void settle(const std::vector<engine::GapFill>& fills);
  // Takes the drawing away and gives the terminal back as it was.
  void clear();
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<std::string> compose(const std::vector<std::vector<StyledRun>>& gaps, const Terminal& terminal) const;
  void draw(const std::vector<std::string>& lines);

  const engine::InfillRequest& request_;
  int descriptor_;
  int drawnLines_ = 0;
  bool closed_ = false;
  Clock::time_point lastDraw_{};
};

}  // namespace lacuna::app

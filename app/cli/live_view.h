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

// The paragraphs around the gaps with these runs in them, wrapped for the terminal; of many gaps the first ones.
std::vector<std::string> composeGaps(const engine::InfillRequest& request,
                                     const std::vector<std::vector<StyledRun>>& gaps, const Terminal& terminal);

struct LiveWords {
  std::string opening = "reading the text …";  // stands there until the first frame; empty: nothing does
  std::string hint = "Ctrl+C stops";           // beside the bar of steps
};

class LiveView {
 public:
  // Keeps a reference to request. Writes to standard output, hides the cursor.
  LiveView(const engine::InfillRequest& request, int descriptor, LiveWords words = {});
  // As close().
  ~LiveView();
  LiveView(const LiveView&) = delete;
  LiveView& operator=(const LiveView&) = delete;

  void showReading(std::size_t done, std::size_t total);  // tokens of context read so far
  void showFrame(const engine::StepFrame& frame, int candidate);
  // As showFrame, but never dropped.
  void showStep(const engine::StepFrame& frame, int candidate);
  // Puts these fills where the noise stood and leaves them on the screen.
  void settle(const std::vector<engine::GapFill>& fills);
  // Takes the drawing away and gives the terminal back as it was.
  void clear();
  void close();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const std::vector<std::string>& lines);

  const engine::InfillRequest& request_;
  int descriptor_;
  LiveWords words_;
  int drawnLines_ = 0;
  bool closed_ = false;
  Clock::time_point lastDraw_{};
};

}  // namespace lacuna::app

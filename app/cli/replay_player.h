// SPDX-License-Identifier: GPL-3.0-or-later
// A stored run in the terminal: played in place as `lacuna infill` shows it, or one step of it as plain text.
#pragma once

#include <string>

#include "app/replay/replay.h"
#include "engine/session.h"

namespace lacuna::app {

struct PlayOptions {
  int place = 0;   // of the candidate, best first
  int step = -1;   // to stand at; below 0: play from the start
  int pace = 120;  // milliseconds a step
};

// Until its end where there is no keyboard, else until q. stop: ends it (Ctrl+C). REQUIRES: a terminal at standard
// output, and a trajectory.
void playReplay(const storage::Run& run, const QString& text, const PlayOptions& options,
                const engine::CancelFlag& stop);

// The paragraphs around the gaps at that step, or at the end, and a line about the run. REQUIRES: a trajectory.
std::string replayText(const storage::Run& run, const QString& text, const PlayOptions& options);

}  // namespace lacuna::app

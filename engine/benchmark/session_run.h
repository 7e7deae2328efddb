// SPDX-License-Identifier: GPL-3.0-or-later
// What an author waits for in a run of a session. Any thread.
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// Seconds; by the wall clock where nothing else is said.
struct SessionRun {
  double first = 0;           // until the first words can be shown
  double step = 0;            // from frame to frame, median
  double run = 0;             // all of it
  double firstProcessor = 0;  // the same in processor time of all threads: what other programs hardly stretch
  double runProcessor = 0;
  int steps = 0;

  // Of each time the lesser.
  SessionRun least(const SessionRun& other) const;
};

// Throws kCancelled when it was stopped, since then not everything was measured.
SessionRun timeSessionRun(Session& session, const InfillRequest& request, const CancelFlag& cancel);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/session_run.h"

#include <algorithm>
#include <chrono>
#include <ctime>

namespace lacuna::engine {
namespace {

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }
double processorTime() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

SessionRun SessionRun::least(const SessionRun& other) const {
  return {std::min(first, other.first),
          std::min(step, other.step),
          std::min(run, other.run),
          std::min(firstProcessor, other.firstProcessor),
          std::min(runProcessor, other.runProcessor),
          steps};
}

SessionRun timeSessionRun(Session& session, const InfillRequest& request, const CancelFlag& cancel) {
  const double start = now();
  const double startProcessor = processorTime();
  SessionRun timed;
  std::vector<double> at;
  session.infill(request,
                 {[&](const StepFrame& frame) {
                    if (frame.step == 0) return;
                    if (at.empty()) timed.firstProcessor = processorTime() - startProcessor;
                    at.push_back(now());
                  },
                  {}},
                 cancel);
  if (cancel.load() || at.empty()) throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
  timed.run = now() - start;
  timed.runProcessor = processorTime() - startProcessor;
  timed.first = at.front() - start;
  timed.steps = static_cast<int>(at.size());
  std::vector<double> steps;
  for (std::size_t i = 1; i < at.size(); ++i) steps.push_back(at[i] - at[i - 1]);
  std::sort(steps.begin(), steps.end());
  if (!steps.empty()) timed.step = steps[steps.size() / 2];
  return timed;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Which gap the keys belong to, the next candidate, leaving and stopping.
#include <algorithm>

#include "ui/gap/gap_controller.h"
#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

// The active gap, and whether the keys are its own. Who has them now hears of it before anything else is said.
void GapController::setKeys(int hole, bool mode) {
  active_ = hole;
  if (mode_ == (mode && hole != 0)) return;
  mode_ = !mode_;
  Q_EMIT gapModeChanged(mode_);
}

void GapController::setGapMode(bool on) {
  if (mode_ == on || active_ == 0) return;
  chosen_ = {};
  setKeys(active_, on);
  if (!on) dropLength();
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

void GapController::activate(int hole) {
  if (runOf(hole) == nullptr) return;
  if (active_ != hole) {
    dropLength();
    chosen_ = {};
  }
  setKeys(hole, true);
  Q_EMIT inkChanged();
  Q_EMIT activeChanged(hole);
  Q_EMIT changed();
}

void GapController::activateNext(int step) {
  const QVector<PageDocument::Hole>& holes = document_.holes();
  if (holes.isEmpty()) return;
  const auto it = std::find_if(holes.begin(), holes.end(), [this](const auto& h) { return h.id == active_; });
  const int count = static_cast<int>(holes.size());
  const int index = it == holes.end() ? (step > 0 ? -1 : 0) : static_cast<int>(it - holes.begin());
  activate(holes.at(((index + step) % count + count) % count).id);
}

void GapController::closeGap(GapRun& run, RunGap& gap, bool restore) {
  const int hole = gap.hole;
  gap.hole = 0;
  gap.tokens.clear();
  if (restore) document_.closeHole(hole);
  if (active_ == hole) {
    chosen_ = {};
    // The next gap of the same run takes over.
    const auto next = std::find_if(run.gaps.begin(), run.gaps.end(), [](const RunGap& g) { return g.hole != 0; });
    setKeys(next != run.gaps.end() ? next->hole : 0, mode_);
    Q_EMIT activeChanged(active_);
  }
  Q_EMIT inkChanged();
}

// A run is over when none of its gaps lives. While the engine still works on it, it is stopped and its answer awaited.
void GapController::finishIfOver(quint64 id) {
  GapRun* run = runById(id);
  if (run == nullptr || run->alive()) return;
  if (run->state == GapRun::Sent) {
    if (!run->stopping) {
      run->stopping = true;
      Q_EMIT stopRequested(id);
    }
    sendNext();
    return;
  }
  const bool asked = run->state == GapRun::Done;
  const int taken = run->taken;
  runs_.erase(std::find_if(runs_.begin(), runs_.end(), [id](const auto& r) { return r->id == id; }));
  if (asked) Q_EMIT runFinished(id, taken);
  Q_EMIT changed();
}

void GapController::leaveHole(int hole) {
  GapRun* run = runOf(hole);
  if (run == nullptr) return;
  const quint64 id = run->id;
  Q_EMIT spoken(run->taken >= 0 ? tr("Left the rest") : tr("Left; the text is as it was"));
  if (run->state == GapRun::Sent) {
    // The gaps of a run are denoised jointly: stopping one stops all.
    for (RunGap& g : run->gaps)
      if (g.hole != 0) closeGap(*run, g, true);
  } else {
    closeGap(*run, *gapOf(hole), true);
  }
  finishIfOver(id);
  Q_EMIT changed();
}

void GapController::leave() { leaveHole(active_); }

void GapController::leaveAll() {
  std::vector<int> holes;
  for (const PageDocument::Hole& h : document_.holes()) holes.push_back(h.id);
  for (const int hole : holes) leaveHole(hole);
}

void GapController::step(int by) {
  const GapRun* run = activeRun();
  if (run == nullptr) return;
  const int count =
      static_cast<int>(run->state == GapRun::Done ? run->result.candidates.size() : run->frame.tokens.size());
  if (count == 0) return;
  if (run->begun && run->openGaps() == 1) {
    Q_EMIT sentence(tr("Words of this candidate are taken already: Enter takes the rest, Esc leaves it."));
    return;
  }
  const int now = run->state == GapRun::Done ? run->candidate : run->shown;
  choose(((now + by) % count + count) % count);
}

void GapController::choose(int index) {
  const GapRun* latest = latestRun();
  GapRun* run = latest != nullptr ? runById(latest->id) : nullptr;
  if (run == nullptr || index < 0) return;
  dropLength();
  chosen_ = {};
  if (run->state == GapRun::Done) {
    if (index >= run->result.candidates.size()) return;
    run->candidate = index;
    run->applyCandidate(motion_);
    Q_EMIT spoken(sayCandidate(*run, std::max(0, activeNumber() - 1)));
  } else {
    if (index >= run->frame.tokens.size()) return;
    run->shown = index;
    run->chosen = true;
    run->applyFrame(motion_);
  }
  refresh(*run);
  timer_.start();
  Q_EMIT changed();
}

}  // namespace lacuna::ui

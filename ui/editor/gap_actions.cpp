// SPDX-License-Identifier: GPL-3.0-or-later
// What the author does with gaps: take, next, leave, stop.
#include <QDateTime>
#include <algorithm>

#include "ui/editor/gap_controller.h"

namespace lacuna::ui {

void GapController::setGapMode(bool on) {
  if (mode_ == on) return;
  mode_ = on;
  Q_EMIT changed();
}

void GapController::activate(int hole) {
  if (runOf(hole) == nullptr) return;
  active_ = hole;
  mode_ = true;
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

QString GapController::provenance(const GapRun& run) const {
  return QStringLiteral("%1, seed %2, %3 steps, %4")
      .arg(model_.isEmpty() ? QStringLiteral("model") : model_)
      .arg(run.ask.seed)
      .arg(run.ask.steps)
      .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

void GapController::closeGap(GapRun& run, RunGap& gap, bool restore) {
  const int hole = gap.hole;
  gap.hole = 0;
  gap.tokens.clear();
  if (restore) document_.closeHole(hole);
  if (active_ == hole) {
    active_ = 0;
    // The next gap of the same run takes over.
    const auto next = std::find_if(run.gaps.begin(), run.gaps.end(), [](const RunGap& g) { return g.hole != 0; });
    if (next != run.gaps.end()) active_ = next->hole;
    if (active_ == 0) mode_ = false;
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

void GapController::take() {
  GapRun* run = runOf(active_);
  if (run == nullptr) return;
  if (run->state != GapRun::Done) {
    Q_EMIT sentence(tr("Still denoising: Enter takes the text when the last step is done, Esc stops."));
    return;
  }
  RunGap* gap = gapOf(active_);
  const int index = static_cast<int>(gap - run->gaps.data());
  const CandidateView& candidate = run->result.candidates.at(run->candidate);
  const QString fill = index < candidate.fills.size() ? candidate.fills.at(index) : QString();
  const quint64 id = run->id;
  run->taken = run->candidate;
  document_.takeHole(gap->hole, fill, id, provenance(*run));
  closeGap(*run, *gap, false);
  finishIfOver(id);
  Q_EMIT changed();
}

void GapController::takeAll() {
  const GapRun* run = activeRun();
  if (run == nullptr) return;
  const quint64 id = run->id;
  if (run->state != GapRun::Done) {
    take();  // says why not
    return;
  }
  while (const GapRun* left = runById(id)) {
    const auto open = std::find_if(left->gaps.begin(), left->gaps.end(), [](const RunGap& g) { return g.hole != 0; });
    if (open == left->gaps.end()) break;
    active_ = open->hole;
    take();
  }
}

void GapController::leaveHole(int hole) {
  GapRun* run = runOf(hole);
  if (run == nullptr) return;
  const quint64 id = run->id;
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
  const int now = run->state == GapRun::Done ? run->candidate : run->shown;
  choose(((now + by) % count + count) % count);
}

void GapController::choose(int index) {
  const GapRun* latest = latestRun();
  GapRun* run = latest != nullptr ? runById(latest->id) : nullptr;
  if (run == nullptr || index < 0) return;
  if (run->state == GapRun::Done) {
    if (index >= run->result.candidates.size()) return;
    run->candidate = index;
    run->applyCandidate(motion_);
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

int GapController::undoActive() {
  const GapRun* run = activeRun();
  if (run == nullptr) return -1;
  const quint64 id = run->id;
  const bool taken = run->taken >= 0 && document_.manuscript().lastIsTakeOf(id);
  QVector<int> holes;
  for (const RunGap& g : run->gaps)
    if (g.hole != 0) holes.push_back(g.hole);
  for (const int hole : holes) leaveHole(hole);
  return taken ? document_.undo() : -1;
}

}  // namespace lacuna::ui

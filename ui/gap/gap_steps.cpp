// SPDX-License-Identifier: GPL-3.0-or-later
// What the run panel shows in the gaps: steps of before, lenses, branches.
#include "ui/gap/gap_controller.h"

namespace lacuna::ui {

bool GapController::showStep(quint64 ask, const FrameView& step, int candidate) {
  GapRun* run = runById(ask);
  if (run == nullptr || !run->alive() || run->stopping || run->draft > 0) return false;
  run->applyStep(step, candidate);
  refresh(*run);
  return true;
}

void GapController::showLatest(quint64 ask) {
  GapRun* run = runById(ask);
  if (run == nullptr || !run->alive() || !run->held) return;
  run->held = false;
  if (run->state == GapRun::Done) {
    run->applyCandidate(false);
  } else {
    run->applyFrame(false);
  }
  refresh(*run);
  timer_.start();
}

void GapController::showLens(quint64 ask, const QVector<QVector<InkLens>>& lens) {
  GapRun* run = runById(ask);
  if (run == nullptr || (run->lens.isEmpty() && lens.isEmpty())) return;
  run->lens = lens;
  if (!run->fresh) Q_EMIT inkChanged();  // else it comes with the frame
}

int GapController::addCandidate(quint64 ask, const CandidateView& candidate, const FrameView& last) {
  GapRun* run = runById(ask);
  if (run == nullptr || !run->alive() || run->state != GapRun::Done || run->begun || last.tokens.isEmpty()) return -1;
  // The last frame may have been dropped: then it holds nothing.
  run->frame.tokens.resize(run->result.candidates.size());
  run->frame.tokens.push_back(last.tokens.first());
  run->result.candidates.push_back(candidate);
  run->settle();
  run->candidate = static_cast<int>(run->result.candidates.size()) - 1;
  run->applyCandidate(false);
  refresh(*run);
  Q_EMIT changed();
  return run->candidate;
}

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_taking.h"

#include <algorithm>

#include "ui/gap/gap_sayings.h"
#include "ui/provenance.h"

namespace lacuna::ui {

// Of a branch: its own seed and run.
QString GapTaking::noteFor(const GapRun& run) const {
  const InfillAsk& ask = run.askOf(run.candidate());
  return noteOf({model_, ask.seed, ask.steps, QDateTime::currentDateTimeUtc(), ask.id});
}

bool GapTaking::refuseUntilDone(const GapRun& run) {
  if (run.draft() > 0) {  // a length stands there and no words: whatever takes keeps it, as Enter does
    length_.keep();
    return true;
  }
  if (run.state() == GapRun::Done) return false;
  Q_EMIT told_.sentence(tr("Still denoising: Enter takes the text when the last step is done, Esc stops."));
  return true;
}

void GapTaking::take() {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  takeText(run->pieces(queue_.activeNumber() - 1).join(QString()));
}

void GapTaking::takeText(const QString& text) {
  GapRun* run = queue_.activeRun();
  const int hole = queue_.activeHole();
  const quint64 id = run->id();
  run->noteTaken(noteFor(*run));
  document_.takeHole(hole, text, id, run->note());
  queue_.close(*run, hole, false);
  Q_EMIT told_.spoken(sayTaken(text));
  queue_.finishIfOver(id);
  Q_EMIT told_.changed();
}

void GapTaking::takeAll() {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const quint64 id = run->id();
  while (const GapRun* left = queue_.byId(id)) {
    const auto open =
        std::find_if(left->gaps().begin(), left->gaps().end(), [](const RunGap& g) { return g.hole != 0; });
    if (open == left->gaps().end()) break;
    queue_.setKeys(open->hole, queue_.gapMode());
    take();
  }
}

void GapTaking::takeWord() {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const QString fill = run->pieces(queue_.activeNumber() - 1).join(QString());
  const int units = nextBite(fill);
  if (units >= fill.size()) {
    takeText(fill);
  } else {
    takeFirst(units);
  }
}

void GapTaking::takeFirst(int units) {
  GapRun* run = queue_.activeRun();
  const int index = queue_.activeNumber() - 1;
  const QString fill = run->pieces(index).join(QString());
  run->noteTaken(noteFor(*run));
  document_.takePart(queue_.activeHole(), fill.left(units), fill.mid(units), {run->id(), run->note()});
  run->dropFirst(index, units);
  queue_.setChosen({});
  Q_EMIT told_.spoken(fill.left(units).trimmed());
  Q_EMIT told_.inkChanged();
  Q_EMIT told_.changed();
}

void GapTaking::takeSelection() {
  const GapRun* run = queue_.activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const QVector<GapWord> all = queue_.activeWords();
  const WordRange chosen = queue_.chosen();
  const auto [from, to] = std::minmax(chosen.first, chosen.last);
  if (from < 0 || to >= all.size()) return;
  const QString fill = run->pieces(queue_.activeNumber() - 1).join(QString());
  // The spaces at the seams are right as the whole candidate has them.
  int lead = 0;
  while (lead < fill.size() && fill.at(lead).isSpace()) ++lead;
  int tail = static_cast<int>(fill.size());
  while (tail > lead && fill.at(tail - 1).isSpace()) --tail;
  takeText(fill.left(lead) + fill.mid(all.at(from).begin, all.at(to).end - all.at(from).begin) + fill.mid(tail));
}

int GapTaking::undoActive() {
  const GapRun* run = queue_.activeRun();
  return run == nullptr ? -1 : undoRun(*run);
}

int GapTaking::undoTaken() {
  for (const auto& run : queue_.runs())
    if (run->alive() && run->taken() >= 0 && document_.manuscript().lastIsTakeOf(run->id())) return undoRun(*run);
  return -1;
}

int GapTaking::undoRun(const GapRun& run) {
  const quint64 id = run.id();
  const bool taken = run.taken() >= 0 && document_.manuscript().lastIsTakeOf(id);
  QVector<int> holes;
  for (const RunGap& g : run.gaps())
    if (g.hole != 0) holes.push_back(g.hole);
  for (const int hole : holes) leaveHole(hole);
  return taken ? document_.undo() : -1;
}

void GapTaking::leaveHole(int hole) {
  GapRun* run = queue_.runOf(hole);
  if (run == nullptr) return;
  const quint64 id = run->id();
  Q_EMIT told_.spoken(run->taken() >= 0 ? tr("Left the rest") : tr("Left; the text is as it was"));
  if (run->state() == GapRun::Sent) {
    // The gaps of a run are denoised jointly: stopping one stops all.
    queue_.closeAll(*run);
  } else {
    queue_.close(*run, hole, true);
  }
  queue_.finishIfOver(id);
  Q_EMIT told_.changed();
}

void GapTaking::leaveAll() {
  std::vector<int> holes;
  for (const PageDocument::Hole& h : document_.holes()) holes.push_back(h.id);
  for (const int hole : holes) leaveHole(hole);
}

}  // namespace lacuna::ui

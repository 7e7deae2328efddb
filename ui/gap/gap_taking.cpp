// SPDX-License-Identifier: GPL-3.0-or-later
// How a candidate becomes manuscript: whole, word by word, or in part; and how it is taken back.
#include <QDateTime>
#include <algorithm>

#include "ui/gap/gap_controller.h"
#include "ui/gap/gap_sayings.h"

namespace lacuna::ui {

// Once a run, so that the words of one generation carry one mark.
void GapController::noteProvenance(GapRun& run) const {
  if (!run.note.isEmpty()) return;
  run.note = QStringLiteral("%1, seed %2, %3 steps, %4")
                 .arg(model_.isEmpty() ? QStringLiteral("model") : model_)
                 .arg(run.ask.seed)
                 .arg(run.ask.steps)
                 .arg(QDateTime::currentDateTimeUtc().toString(Qt::ISODate));
}

bool GapController::refuseUntilDone(const GapRun& run) {
  if (run.draft > 0) {  // a length stands there and no words: whatever takes keeps it, as Enter does
    keepLength();
    return true;
  }
  if (run.state == GapRun::Done) return false;
  Q_EMIT sentence(tr("Still denoising: Enter takes the text when the last step is done, Esc stops."));
  return true;
}

void GapController::take() {
  const GapRun* run = activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  takeText(run->pieces(activeNumber() - 1).join(QString()));
}

void GapController::takeText(const QString& text) {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  const quint64 id = run->id;
  noteProvenance(*run);
  run->taken = run->candidate;
  document_.takeHole(gap->hole, text, id, run->note);
  closeGap(*run, *gap, false);
  Q_EMIT spoken(sayTaken(text));
  finishIfOver(id);
  Q_EMIT changed();
}

void GapController::takeAll() {
  const GapRun* run = activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const quint64 id = run->id;
  while (const GapRun* left = runById(id)) {
    const auto open = std::find_if(left->gaps.begin(), left->gaps.end(), [](const RunGap& g) { return g.hole != 0; });
    if (open == left->gaps.end()) break;
    setKeys(open->hole, mode_);
    take();
  }
}

void GapController::takeWord() {
  const GapRun* run = activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const QString fill = run->pieces(activeNumber() - 1).join(QString());
  const int units = nextBite(fill);
  if (units >= fill.size()) {
    takeText(fill);
  } else {
    takeFirst(units);
  }
}

void GapController::takeFirst(int units) {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  const int index = activeNumber() - 1;
  const SettledGap settled = run->settled.at(run->candidate).at(index);
  const QString fill = settled.pieces.join(QString());
  noteProvenance(*run);
  run->taken = run->candidate;
  run->begun = true;
  document_.takePart(gap->hole, fill.left(units), fill.mid(units), {run->id, run->note});
  SettledGap rest;
  rest.indexed = settled.indexed;
  int at = 0;
  int dropped = 0;
  for (const QString& piece : settled.pieces) {
    const int end = at + static_cast<int>(piece.size());
    if (end <= units) {
      ++dropped;
    } else if (at >= units) {
      rest.pieces << piece;
    } else {
      rest.pieces << piece.mid(units - at);
      rest.indexed = false;
    }
    at = end;
  }
  // Of this gap every candidate goes on with this rest.
  for (int c = 0; c < run->settled.size(); ++c) {
    run->settled[c][index] = rest;
    run->result.candidates[c].fills[index] = rest.pieces.join(QString());
  }
  gap->taken += dropped;
  gap->words = 0;
  gap->length = 0;
  gap->strokes.clear();
  QVector<PinAsk> pins;
  for (PinAsk pin : std::as_const(gap->pins)) {
    const bool gone = pin.token >= 0 ? pin.token < dropped : !rest.pieces.join(QString()).contains(pin.text);
    if (gone) continue;
    if (pin.token >= 0) pin.token -= dropped;
    pins.push_back(pin);
  }
  gap->pins = pins;
  chosen_ = {};
  run->applyCandidate(false);
  Q_EMIT spoken(fill.left(units).trimmed());
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

void GapController::takeSelection() {
  const GapRun* run = activeRun();
  if (run == nullptr || refuseUntilDone(*run)) return;
  const QVector<GapWord> all = words();
  const auto [from, to] = std::minmax(chosen_.first, chosen_.last);
  if (from < 0 || to >= all.size()) return;
  const QString fill = run->pieces(activeNumber() - 1).join(QString());
  // The spaces at the seams are right as the whole candidate has them.
  int lead = 0;
  while (lead < fill.size() && fill.at(lead).isSpace()) ++lead;
  int tail = static_cast<int>(fill.size());
  while (tail > lead && fill.at(tail - 1).isSpace()) --tail;
  takeText(fill.left(lead) + fill.mid(all.at(from).begin, all.at(to).end - all.at(from).begin) + fill.mid(tail));
}

int GapController::undoActive() {
  const GapRun* run = activeRun();
  return run == nullptr ? -1 : undoRun(*run);
}

int GapController::undoTaken() {
  for (const auto& run : runs_)
    if (run->alive() && run->taken >= 0 && document_.manuscript().lastIsTakeOf(run->id)) return undoRun(*run);
  return -1;
}

int GapController::undoRun(const GapRun& run) {
  const quint64 id = run.id;
  const bool taken = run.taken >= 0 && document_.manuscript().lastIsTakeOf(id);
  QVector<int> holes;
  for (const RunGap& g : run.gaps)
    if (g.hole != 0) holes.push_back(g.hole);
  for (const int hole : holes) leaveHole(hole);
  return taken ? document_.undo() : -1;
}

}  // namespace lacuna::ui

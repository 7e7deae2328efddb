// SPDX-License-Identifier: GPL-3.0-or-later
// What of the runs stands on the page. The engine may answer at any pace: frames are kept, the latest is shown at most
// every kTick milliseconds, and the engine is never waited for or slowed. UI thread only.
#pragma once

#include <QElapsedTimer>
#include <QFont>
#include <QObject>
#include <QTimer>

#include "ui/gap/gap_queue.h"

namespace lacuna::ui {

class GapShowing : public QObject {
  Q_OBJECT
 public:
  explicit GapShowing(GapQueue& queue);

  void setMotion(bool motion) { motion_ = motion; }
  bool motion() const { return motion_; }
  // Of the page's letters.
  void setFont(const QFont& font);
  const QFont& font() const { return font_; }

  void frame(const LiveStep& frame);
  void result(const ResultView& result);
  void contextProgress(quint64 ask, qint64 done, qint64 total);

  // Tab: another candidate; while denoising another candidate's noise.
  void step(int by);
  // That one, of the active or the newest run.
  void choose(int index);
  // The author no longer pulls at the length of the active gap: what stood there before stands there again.
  void dropDraft();

  // A step of before, or of a branch, in the open gaps of an ask, with a lens or none. False when no gap is open.
  // What is taken is the candidate all the same.
  bool showStep(quint64 ask, const RunFrame& step, int candidate);
  // Back to the latest frame, or to the candidate.
  void showLatest(quint64 ask);
  void showLens(quint64 ask, const QVector<QVector<InkLens>>& lens);
  // A branch of this run has ended: its words join the candidates, and are shown. Returns their index, or -1.
  int addCandidate(quint64 ask, const RunCandidate& candidate, const RunFrame& last, const InfillAsk& from);

  // The view has the words of the run's gaps as they are now.
  void refresh(const GapRun& run);
  // Ink moves from now on until it has dried.
  void wake() { timer_.start(); }
  // Shows at once what waits for the next tick.
  void flush() { tick(); }
  // Ascending, of all gaps.
  QVector<InkSpan> spans() const;

  static constexpr int kTick = 16;  // milliseconds

 private:
  void tick();
  // Letters of the active gap that the author has chosen; empty: none.
  QPair<int, int> chosenLetters() const;

  GapQueue& queue_;
  PageDocument& document_ = queue_.document();
  GapSignals& told_ = queue_.told();
  QTimer timer_;
  QElapsedTimer sinceTick_;
  QFont font_;
  bool motion_ = true;
};

}  // namespace lacuna::ui

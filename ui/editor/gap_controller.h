// SPDX-License-Identifier: GPL-3.0-or-later
// Leads every gap of the page from the asking to Take or Leave, and decides which one the keys belong to.
// The engine may answer at any pace: frames are kept, the latest is shown at most every kTick milliseconds, and the
// engine is never waited for or slowed. UI thread only.
//
// Start here: ask() → infillRequested → frame()… → result() → take() or leave() → runFinished.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/editor/gap_run.h"
#include "ui/editor/page_document.h"

namespace lacuna::ui {

struct GapOptions {
  int candidates = 4;
  int steps = 32;
  quint64 seed = 0;  // 0: a new one for each ask
  float temperature = 0.8F;
  float topP = 0.9F;
};

class GapController : public QObject {
  Q_OBJECT
 public:
  explicit GapController(PageDocument& document, QObject* parent = nullptr);
  ~GapController() override;

  GapOptions& options() { return options_; }
  void setMotion(bool motion) { motion_ = motion; }
  // Asks wait until the engine is ready.
  void setReady(bool ready);
  // Provenance that a taken text carries.
  void setModelName(const QString& name) { model_ = name; }

  // Manuscript positions, ascending. False when a gap lives there already.
  bool ask(const QVector<GapAsk>& gaps);
  // New candidates for the active gap's run, from another seed.
  bool askAgain();

  void frame(const FrameView& frame);
  void result(const ResultView& result);
  void contextProgress(quint64 ask, qint64 done, qint64 total);
  // A step of before, or of a branch, in the open gaps of an ask, with a lens or none. False when no gap is open.
  // What is taken is the candidate all the same.
  bool showStep(quint64 ask, const FrameView& step, int candidate);
  // Back to the latest frame, or to the candidate.
  void showLatest(quint64 ask);
  void showLens(quint64 ask, const QVector<QVector<InkLens>>& lens);
  // A branch of this run has ended: its words join the candidates, and are shown. Returns their index, or -1.
  int addCandidate(quint64 ask, const CandidateView& candidate, const FrameView& last);

  // The engine is gone: every gap is left.
  void fail();

  // The gap that the bar stands at; 0: none.
  int activeHole() const { return active_; }
  // True: Enter, Tab and Esc belong to the gap.
  bool gapMode() const { return mode_ && active_ != 0; }
  void setGapMode(bool on);
  void activate(int hole);
  void activateNext(int step);

  void take();
  void takeAll();
  void leave();
  void leaveHole(int hole);
  void leaveAll();
  // Tab: another candidate; while denoising another candidate's noise.
  void step(int by);
  void choose(int index);
  // Leaves what lives of the active run and takes back what was taken of it. -1, or the view position for the cursor.
  int undoActive();

  const GapRun* activeRun() const;
  const GapRun* latestRun() const;
  // Number of the active gap within its run, from 1.
  int activeNumber() const;
  QVector<InkSpan> spans() const;
  // Shows at once what waits for the next tick.
  void flush();

  static constexpr int kTick = 16;  // milliseconds

 Q_SIGNALS:
  void infillRequested(const lacuna::ui::InfillAsk& ask);
  void stopRequested(quint64 ask);
  void runFinished(quint64 ask, int takenCandidate);
  void sentence(const QString& text);
  void inkChanged();
  void changed();  // bar and panel
  void activeChanged(int hole);

 private:
  GapRun* runOf(int hole);
  GapRun* runById(quint64 id);
  RunGap* gapOf(int hole);
  void sendNext();
  void send(GapRun& run);
  void refresh(GapRun& run);
  void closeGap(GapRun& run, RunGap& gap, bool restore);
  void finishIfOver(quint64 id);
  void noteCurve(GapRun& run);
  void tick();
  QString provenance(const GapRun& run) const;

  PageDocument& document_;
  GapOptions options_;
  std::vector<std::unique_ptr<GapRun>> runs_;  // oldest first
  QTimer timer_;
  QElapsedTimer sinceTick_;
  QString model_;
  quint64 lastId_ = 0;
  int active_ = 0;
  bool mode_ = false;
  bool ready_ = false;
  bool motion_ = true;
  bool closing_ = false;
};

}  // namespace lacuna::ui

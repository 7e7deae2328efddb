// SPDX-License-Identifier: GPL-3.0-or-later
// The runs whose gaps stand on the page, which of the gaps is the active one, and whose turn it is with the engine: one
// run at a time is there, since its answer may change what the next one sees. UI thread only.
#pragma once

#include <memory>
#include <vector>

#include "ui/editor/page_document.h"
#include "ui/gap/gap_run.h"
#include "ui/gap/gap_signals.h"

namespace lacuna::ui {

class GapQueue {
 public:
  GapQueue(PageDocument& document, GapSignals& told) : document_(document), told_(told) {}

  PageDocument& document() const { return document_; }
  GapSignals& told() const { return told_; }

  // Oldest first. None of these returns a run that has ended; null: there is none.
  const std::vector<std::unique_ptr<GapRun>>& runs() const { return runs_; }
  GapRun* runOf(int hole) const;
  GapRun* byId(quint64 id) const;
  GapRun* activeRun() const { return runOf(active_); }
  const RunGap* activeGap() const;
  GapWants* activeWants() const;
  // The active one, else the newest with a gap on the page.
  GapRun* latestRun() const;
  // Gaps of this ask are on the page, or of one that goes on from it.
  bool stands(quint64 ask) const;

  // The gap that the bar stands at; 0: none.
  int activeHole() const { return active_; }
  // Its number within its run, from 1; 0: none.
  int activeNumber() const;
  // Its words as the page shows them.
  QVector<GapWord> activeWords() const;
  // True: Enter, Tab and Esc belong to the active gap.
  bool gapMode() const { return mode_; }
  // Who has the keys now hears of it before anything else is said.
  void setKeys(int hole, bool mode);
  // Words of the active gap that the author has chosen.
  WordRange chosen() const { return chosen_; }
  void setChosen(WordRange range) { chosen_ = range; }

  // Its first gap, unless another of its own is active already, has the keys.
  void add(std::unique_ptr<GapRun> run);
  // The gap goes from the page; the next one of the same run takes over. restore: with what stood there before.
  void close(GapRun& run, int hole, bool restore);
  void closeAll(GapRun& run);
  // A run is over when none of its gaps lives. While the engine still works on it, it is stopped and its answer
  // awaited.
  void finishIfOver(quint64 id);
  // Tells the engine once.
  void stop(GapRun& run);
  void sendNext();

  // Asks wait until the engine is ready.
  void setReady(bool ready);
  bool ready() const { return ready_; }
  // The engine is gone: every gap is left. Until setReady(), asking is answered with this sentence.
  void fail(const QString& sentence);
  // No gap can be asked for: that is said, and true returned.
  bool unavailable();

 private:
  void send(GapRun& run);
  QVector<Passage> taggedBut(const QVector<GapAsk>& gaps) const;

  PageDocument& document_;
  GapSignals& told_;
  std::vector<std::unique_ptr<GapRun>> runs_;
  WordRange chosen_;
  int active_ = 0;
  bool mode_ = false;  // never without an active gap
  bool ready_ = false;
  QString whyNot_;  // there is no model, and none is on its way; empty: there is, or is
};

}  // namespace lacuna::ui

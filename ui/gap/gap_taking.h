// SPDX-License-Identifier: GPL-3.0-or-later
// How a candidate becomes manuscript: whole, word by word, or in part; and how it is taken back. UI thread only.
#pragma once

#include <QCoreApplication>

#include "ui/gap/gap_length.h"

namespace lacuna::ui {

class GapTaking {
  Q_DECLARE_TR_FUNCTIONS(GapTaking)
 public:
  GapTaking(GapQueue& queue, GapLength& length) : queue_(queue), length_(length) {}

  // Provenance that a taken text carries.
  void setModelName(const QString& name) { model_ = name; }

  void take();
  void takeAll();
  // The next word of the candidate becomes manuscript, the rest stays in the gap. The first word that is taken of a
  // rewriting takes the place of what stood there.
  void takeWord();
  // The chosen words alone; the rest of the candidate goes.
  void takeSelection();

  // The gap goes, and its text is as it was.
  void leaveHole(int hole);
  void leave() { leaveHole(queue_.activeHole()); }
  void leaveAll();
  // Leaves what lives of the active run and takes back what was taken of it. -1, or the view position for the cursor.
  int undoActive();
  // The same for a run whose words are the newest undo step, while the keys are the text's. -1 when there is none.
  int undoTaken();

 private:
  bool refuseUntilDone(const GapRun& run);
  void takeText(const QString& text);
  void takeFirst(int units);
  QString noteFor(const GapRun& run) const;
  int undoRun(const GapRun& run);

  GapQueue& queue_;
  PageDocument& document_ = queue_.document();
  GapSignals& told_ = queue_.told();
  GapLength& length_;
  QString model_;
};

}  // namespace lacuna::ui

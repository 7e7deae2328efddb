// SPDX-License-Identifier: GPL-3.0-or-later
// The length of the active gap: pulled at by the author, and kept or dropped. UI thread only.
#pragma once

#include <QCoreApplication>

#include "ui/gap/gap_asking.h"

namespace lacuna::ui {

class GapLength {
  Q_DECLARE_TR_FUNCTIONS(GapLength)
 public:
  GapLength(GapQueue& queue, GapShowing& showing, GapAsking& asking)
      : queue_(queue), showing_(showing), asking_(asking) {}

  // So many blocks stand there until they are kept or dropped.
  void draft(int words);
  void keep();
  void drop() { showing_.dropDraft(); }
  // Words that the gap shall have at its next asking. The tokens will stand elsewhere: what was kept in its place may
  // then stand anywhere.
  void setWords(int words);

 private:
  GapQueue& queue_;
  GapSignals& told_ = queue_.told();
  GapShowing& showing_;
  GapAsking& asking_;
};

}  // namespace lacuna::ui

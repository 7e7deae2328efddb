// SPDX-License-Identifier: GPL-3.0-or-later
// Remembers where the author last cut and pasted, so that the words at the joints can be mended. Positions are the
// manuscript's and move with it.
#pragma once

#include <QVector>

#include "ui/gap/gap_wish.h"

namespace lacuna::ui {

class SeamNotes {
 public:
  void noteCut(int position);
  void notePaste(int begin, int end);
  void edited(const QVector<Edit>& edits);
  void clear() { joints_.clear(); }
  // A few words on both sides of each joint, to be denoised again half way; empty when nothing was joined.
  QVector<GapWish> wishes(const QString& text) const;

 private:
  QVector<int> joints_;
  bool fresh_ = false;  // the only joint is that of a cut, which the paste to come belongs to
};

}  // namespace lacuna::ui

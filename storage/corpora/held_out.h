// SPDX-License-Identifier: GPL-3.0-or-later
// Which chapters are held out: enough words to measure on, from all over the corpus, and never what is learnt from as
// well. The same chapters give the same choice. Pure; any thread.
#pragma once

#include <QVector>

namespace lacuna::storage {

struct HeldOutCandidate {
  qint64 words = 0;
  bool may = true;  // false: it repeats what stands elsewhere, is left out, or the author has said what becomes of it
  bool heldOut = false;  // by the author
};

// Indices of the chapters that are to be held out besides those that the author has chosen: whole ones, together some 8
// to 10 of a hundred words of all, 1 to 6 of them, never all that there are. None where the author's are enough.
QVector<int> chooseHeldOut(const QVector<HeldOutCandidate>& chapters);

}  // namespace lacuna::storage

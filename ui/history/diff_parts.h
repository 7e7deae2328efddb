// SPDX-License-Identifier: GPL-3.0-or-later
// The difference of two states as it is read: paragraphs with changes, some unchanged ones around them, and what is
// folded between. Pure; any thread.
#pragma once

#include <QVector>

#include "storage/values/history.h"

namespace lacuna::ui {

using storage::Change;
using storage::Comparison;

// Whole paragraphs with their line ends, [begin, end) in UTF-16 units, the same place in both texts.
struct DiffPart {
  enum Kind { Same, Folded, Changed } kind = Same;
  int beginBefore = 0;
  int endBefore = 0;
  int beginAfter = 0;
  int endAfter = 0;
  int firstChange = 0;  // index in Comparison::changes
  int changes = 0;      // so many of them are in it
};

// The changes as they are read: those with no more than a space between them are one.
QVector<Change> joinedChanges(const Comparison& comparison);

// In order, and together all of both texts. One paragraph around a change stays in sight.
QVector<DiffPart> diffParts(const Comparison& comparison);

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two texts, word by word: Myers' algorithm (1986, "An O(ND) difference algorithm") over lines,
// then over the words of the lines that differ, and the patience method where two stretches share little.
//
// Pure functions, any thread. Time is bounded: O(n log n) in the length of both texts, and `effort` comparisons. Where
// that is spent, a stretch counts as replaced as a whole, which is true, only coarse.
#pragma once

#include <QStringView>
#include <QVector>

#include "storage/values.h"
#include "storage/values/history.h"

namespace lacuna::storage {

// About a fifth of a second.
constexpr qint64 kDifferenceEffort = 20'000'000;

// In order, with unchanged text between any two. What is not in a change is the same in both.
QVector<Change> difference(QStringView before, QStringView after, qint64 effort = kDifferenceEffort);

// The edits that turn `before` into `after` at these changes alone, to be applied one after another: the last place
// comes first, so that no edit moves another. All of difference(before, after) turns one text into the other.
QVector<Edit> editsFor(const QVector<Change>& changes, QStringView after);

}  // namespace lacuna::storage

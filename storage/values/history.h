// SPDX-License-Identifier: GPL-3.0-or-later
// What became of a text between two of its states, and which states are kept. Plain data, any thread.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::storage {

// [beginBefore, endBefore) of the first text became [beginAfter, endAfter) of the second, in UTF-16 units. At least one
// of the two is not empty. A surrogate pair is never cut.
struct Change {
  int beginBefore = 0;
  int endBefore = 0;
  int beginAfter = 0;
  int endAfter = 0;
  bool operator==(const Change&) const = default;
};

// Always kept: the oldest and the newest state, those with a name, those that a run of a model read.
struct ThinningRule {
  int allDays = 1;     // of so many days every state is kept
  int hourlyDays = 7;  // then the last of each hour, up to so many days ago
  int dailyDays = 90;  // then the last of each day; of what is older, the last of each week
};

struct ThinningPlan {
  QVector<qint64> kept;     // newest first
  QVector<qint64> removed;  // newest first
  QString sentence;         // what is kept, for the author
};

// Two texts, and what became of the first in the second.
struct Comparison {
  QString id;         // of the document
  qint64 before = 0;  // number of a state; 0: the text as it stands
  qint64 after = 0;
  QString textBefore;
  QString textAfter;
  QVector<Change> changes;
};

}  // namespace lacuna::storage

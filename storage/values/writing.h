// SPDX-License-Identifier: GPL-3.0-or-later
// What an author has written, told as a whole, and what they mean to. Plain data, any thread.
#pragma once

#include <QDate>
#include <QString>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

struct WritingGoal {
  int words = 0;  // to be typed in a day; of a document: that it is to have, with all that lies under it. 0: no goal
  QDate by{};     // of a document: the last day for them; invalid: whenever
  bool operator==(const WritingGoal&) const = default;
};

// All that was written today, in the author's own time zone.
struct WritingToday {
  QDate day;
  WritingCount count{};
  int goal = 0;  // words; 0: none
};

struct WritingReport {
  QString id;            // of a document, with all that lies under it; empty: of the whole library
  WritingCount session;  // this one
  WritingCount today;
  WritingCount todayCounted;         // of a document: without notes and what is archived, as its sum of words is
  QVector<WritingDay> days;          // on which something was written, of the last year, in order
  QVector<WritingSession> sessions;  // the last fifty, newest first
  WritingGoal goal;
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::WritingReport)
Q_DECLARE_METATYPE(lacuna::storage::WritingToday)
Q_DECLARE_METATYPE(lacuna::storage::WritingGoal)

// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a document's older states are let go, so that its history stays short enough to look through, and what is
// kept. Nothing is thinned by itself: the author asks for it, and is told before and after.
//
// Pure functions, any thread.
#pragma once

#include <QDateTime>
#include <QString>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

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

// `states` newest first, as Library::revisions gives them. Hours, days and weeks are those of the author's time zone.
ThinningPlan planThinning(const QVector<RevisionInfo>& states, const QDateTime& now, const ThinningRule& rule = {});

}  // namespace lacuna::storage

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
#include "storage/values/history.h"

namespace lacuna::storage {

// `states` newest first, as Library::revisions gives them. Hours, days and weeks are those of the author's time zone.
ThinningPlan planThinning(const QVector<RevisionInfo>& states, const QDateTime& now, const ThinningRule& rule = {});

}  // namespace lacuna::storage

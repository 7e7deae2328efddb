// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen reader is told of a gap. UI thread only.
#pragma once

#include "ui/gap/gap_run.h"

namespace lacuna::ui {

QString sayAsked(const GapRun& run, bool ready);
// gap: index within the run.
QString sayCandidate(const GapRun& run, int gap);
QString sayTaken(const QString& text);

}  // namespace lacuna::ui

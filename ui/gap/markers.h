// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that the author has written into the text: [[…]] and [[12 words]]. Pure; any thread.
#pragma once

#include <QString>
#include <QVector>

#include "ui/values.h"

namespace lacuna::ui {

// Where, and how many words (0: as many as it takes).
QVector<GapAsk> markersIn(const QString& text);
// Of those that look like gaps and are none: a sentence each that says why, of the first few. Empty when there is none.
QString whyNoMarker(const QString& text);

}  // namespace lacuna::ui

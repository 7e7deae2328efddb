// SPDX-License-Identifier: GPL-3.0-or-later
// Text that takes its marks along: what the clipboard and a drag carry beside the words, for Lacuna alone. UI thread
// only.
#pragma once

#include <QMimeData>

#include "ui/values.h"

namespace lacuna::ui {

// The marks of [begin, end) of a text, counted from begin. Generated ones are cut at its edges; others come along whole
// or not at all.
QVector<Mark> marksWithin(const QVector<Mark>& marks, int begin, int end);
// The same marks `by` units further.
QVector<Mark> shifted(QVector<Mark> marks, int by);

// Beside the text that the data has already.
void addMarks(QMimeData& mime, const QString& text, const QVector<Mark>& marks);
// Of this text; none where the data has no marks, those of another text, or no sound ones.
QVector<Mark> marksIn(const QMimeData& mime, const QString& text);

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// A text without what a model wrote of it: an author's voice is not learnt from a model. Pure; any thread.
#pragma once

#include <QString>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

struct OwnText {
  QString text;
  qint64 generatedWords = 0;  // of the piece, under marks
};

// Of [begin, end) of a text. Whole sentences go, so that none is left that nobody would write; which of a sentence's
// words are the author's own is not asked. generated: marks of the whole text, in UTF-16 units.
OwnText withoutGenerated(const QString& text, qsizetype begin, qsizetype end, const QVector<Mark>& generated);
// The count alone: the text stays.
qint64 generatedWordsIn(const QString& text, qsizetype begin, qsizetype end, const QVector<Mark>& generated);

}  // namespace lacuna::storage

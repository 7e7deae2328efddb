// SPDX-License-Identifier: GPL-3.0-or-later
// A text as chapters: by its headings, else into pieces that end with a paragraph. Nothing of it is lost or changed.
// Pure; any thread.
#pragma once

#include <QString>
#include <QStringView>
#include <QVector>

namespace lacuna::storage {

struct TextPiece {
  QString title;        // empty: it has none of its own
  qsizetype begin = 0;  // UTF-16 units, to the beginning of the next; the heading is in it
  qsizetype end = 0;
};

// Cut at the headings of Markdown, the highest of which there are two or more, and those under them where a piece is
// long; else at lines that call themselves a chapter, or are a number alone. One piece where there is none of these.
QVector<TextPiece> cutAtHeadings(QStringView text);

// Into pieces of some `words` words, all about the same, each ending with a paragraph; the titles stay empty.
QVector<TextPiece> cutEvenly(QStringView text, const TextPiece& piece, qint64 words);

// Lines that were wrapped at a width, as in many plain text files, joined to paragraphs; another text as it is.
QString unwrapped(const QString& text);

}  // namespace lacuna::storage

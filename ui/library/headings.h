// SPDX-License-Identifier: GPL-3.0-or-later
// The headings of Markdown source, and its sections: a heading with all that stands below it. Pure; any thread.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::ui {

struct Heading {
  QString title;
  int level = 1;
  int position = 0;  // manuscript
};

// Headings of Markdown source, in order. What stands in a fenced block of code is none.
QVector<Heading> headingsOf(const QString& text);

// The heading behind all that lies in the section of heading `index`: the next one of the same level or above.
int sectionEnd(const QVector<Heading>& headings, int index);
// The section beside it, of the same level and in the same one above; -1: none.
int sectionBefore(const QVector<Heading>& headings, int index);
int sectionAfter(const QVector<Heading>& headings, int index);
// The heading that the position stands under; -1: before the first.
int headingAt(const QVector<Heading>& headings, int position);
// The heading that this one lies in; -1: none.
int headingAbove(const QVector<Heading>& headings, int index);

}  // namespace lacuna::ui

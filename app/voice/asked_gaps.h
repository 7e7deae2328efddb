// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that are cut into what an author has written, to see what a model says there instead. Pure functions, any
// thread. Places are in UTF-16 units.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::app {

struct AskedGap {
  QString excerpt;  // what a model gets to read: the gap, some pages before it and less behind
  qsizetype begin = 0;
  qsizetype end = 0;  // of the gap in the excerpt, whole words with their punctuation
  int words = 0;

  QString own() const { return excerpt.mid(begin, end - begin); }
  // Some words around it, of its paragraph.
  QString before() const;
  QString after() const;
};

struct GapWish {
  int count = 5;
  int leastWords = 6;
  int mostWords = 14;
  bool oneSentence = true;  // no gap reaches over the end of one
  quint64 seed = 1;
};

// Spread evenly over the texts, in their order, none over another; fewer where the texts are too short. The same texts
// and the same wish give the same gaps.
QVector<AskedGap> chooseGaps(const QStringList& texts, const GapWish& wish);

// A fill in one line, as it is shown and compared: without what stands at its seams.
QString plainFill(const std::string& fill);

}  // namespace lacuna::app

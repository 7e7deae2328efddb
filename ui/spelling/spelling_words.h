// SPDX-License-Identifier: GPL-3.0-or-later
// Which words of a paragraph a dictionary is asked about. Any thread.
#pragma once

#include <QPair>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

// Ascending [begin, end) in UTF-16 units. A word keeps its hyphens and inner apostrophes, straight or curly. Left out
// are single letters, words with digits, short abbreviations in capitals, addresses, code, tags, the targets of links,
// [[gap markers]], and writing without spaces between its words.
QVector<QPair<int, int>> wordsToSpell(const QString& paragraph);
// The scripts that these languages are written in, QChar::Script; empty: any, since one is not known here. A word in
// another is none of theirs, whatever a dictionary would say.
QSet<int> scriptsOf(const QStringList& languages);
bool isWrittenIn(const QString& word, const QSet<int>& scripts);
// The letters as dictionaries write them: straight apostrophes, plain hyphens, no soft ones.
QString spelledPlainly(const QString& word);

}  // namespace lacuna::ui

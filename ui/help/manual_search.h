// SPDX-License-Identifier: GPL-3.0-or-later
// Finds pages of the manual by words that stand in them. Pure; any thread.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

struct ManualHit {
  int page = 0;     // its number among the texts
  QString passage;  // a paragraph of it that has the words, cut to a line or two
  int score = 0;
};

// texts: the pages as they are read, each beginning with its title and a line end. Every word of the question begins a
// word of the page, in whatever order, accents and case aside; the best page first. Nothing for a question without
// words.
QVector<ManualHit> searchManual(const QStringList& texts, const QString& question);
// The words of a question as they are compared.
QStringList wordsOfQuestion(const QString& question);
// Begin and length of each place in the text where a word begins with one of these; ascending.
QVector<QPair<int, int>> placesOf(const QString& text, const QStringList& words);

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Words of a candidate: what the author points at, keeps, forbids and takes, over the tokens that the model knows.
// UI thread only.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

// Tokens [first, last] of a gap, and their letters without the spaces around them: [begin, end) of the joined tokens.
struct GapWord {
  int first = 0;
  int last = 0;
  int begin = 0;
  int end = 0;
  int length() const { return end - begin; }
};

// A word is a run of tokens of which only the first may start with a space; a mark of punctuation is a word of its own,
// but not the apostrophe or hyphen inside one. Tokens of white space alone belong to no word.
QVector<GapWord> wordsOf(const QStringList& tokens);

// Where the next bite of a text ends: its leading space, a word, and the punctuation that clings to it.
int nextBite(const QString& text);

// Cuts a fill into its words with their leading spaces, for a fill whose tokens are not known.
QStringList piecesOf(const QString& fill);

}  // namespace lacuna::ui

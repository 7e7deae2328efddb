// SPDX-License-Identifier: GPL-3.0-or-later
// How well a text answers to letters that are typed in its order, but need not stand side by side. Pure; any thread.
#pragma once

#include <QStringView>
#include <QVector>

namespace lacuna::ui {

struct FuzzyMatch {
  int score = -1;       // more is better; below 0: no match
  QVector<int> places;  // of the matched letters in the text, ascending
};

// Case does not matter; spaces in the pattern part it into pieces that may come in any order. Letters at the beginning
// of words and side by side count more. An empty pattern matches everything with 0.
FuzzyMatch fuzzyMatch(QStringView text, QStringView pattern);

}  // namespace lacuna::ui

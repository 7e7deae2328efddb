// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of the words of the open manuscript: moves with its edits, and forgets the words that an edit touches.
// Bounded, whatever the manuscript's length. UI thread only; no widget.
#pragma once

#include <QVector>

#include "ui/surprise/surprise_values.h"
#include "ui/values.h"

namespace lacuna::ui {

class SurpriseWords {
 public:
  static constexpr int kMost = 20000;  // words; some 40 pages to either side of what was looked at last

  const QVector<SurpriseWord>& all() const { return words_; }  // ascending, not overlapping
  void clear() { words_.clear(); }
  // Edits in the order in which they were made. A word that an edit touches, at its edges too, is forgotten.
  void edit(const Edit& edit);
  // Above the bound, what lies farthest from `around` is forgotten.
  void put(const SurprisePiece& piece, int around);
  // The index of the word with the position in it, or else of the one that ends there; -1: none.
  int at(int position) const;
  // The index of the first word that ends behind the position.
  int firstAfter(int position) const;

 private:
  QVector<SurpriseWord> words_;
};

// How strongly the page shows it, 0 (not at all) to 1. Of a novel's words ten in a hundred are above 0, two near 1.
double surpriseStrength(float nats);
// "very unexpected, about 1 in 60,000"
QString surpriseInWords(float nats);
// With the word itself and what was likelier: one line, for the status bar and a screen reader.
QString surpriseLine(const QString& word, const SurpriseWord& surprise);

}  // namespace lacuna::ui

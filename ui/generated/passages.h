// SPDX-License-Identifier: GPL-3.0-or-later
// The generated passages of a text that are neither edited nor confirmed. Pure functions; any thread.
#pragma once

#include "ui/provenance.h"

namespace lacuna::ui {

struct GeneratedPassage {
  int begin = 0;  // manuscript
  int end = 0;
  QString beginning;  // its first words, on one line
  int words = 0;
  Provenance from;
  bool operator==(const GeneratedPassage&) const = default;
};

// In the order of the text.
QVector<GeneratedPassage> passagesOf(const QString& text, const QVector<Mark>& marks);
// The one at a position, its end included; -1: none.
int passageAt(const QVector<GeneratedPassage>& passages, int position);
// What goes with a passage that is taken out: it, and a space that would stand there twice or before a comma.
QPair<int, int> removalOf(const QString& text, int begin, int end);

}  // namespace lacuna::ui

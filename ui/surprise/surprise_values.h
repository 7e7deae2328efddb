// SPDX-License-Identifier: GPL-3.0-or-later
// The values that pass between the lens *Surprise* and whoever reads for it. Plain data: any thread may copy them.
// Positions are UTF-16 code units.
#pragma once

#include <QMetaType>
#include <QString>
#include <QVector>

namespace lacuna::ui {

// A passage of the manuscript around what the author sees.
struct SurpriseAsk {
  quint64 id = 0;
  QString text;            // of the passage
  int offset = 0;          // where it stands in the manuscript
  bool cutBefore = false;  // the manuscript goes on before it,
  bool cutAfter = false;   // or behind it
  int sightBegin = 0;      // what is in sight, in the passage
  int sightEnd = 0;
};

// One word of the author's, and how little it was expected where it stands.
struct SurpriseWord {
  int begin = 0;  // manuscript
  int end = 0;
  float nats = 0;      // minus the natural logarithm of its probability
  QString expected{};  // words that were likelier there, the likeliest first, a line each, three at most; may be empty
};

// All words that begin in a part of it and have been read: what was known of them before gives way.
struct SurprisePiece {
  quint64 ask = 0;
  int begin = 0;  // manuscript
  int end = 0;
  QVector<SurpriseWord> words;  // ascending; one at an edge may reach beyond it
};

}  // namespace lacuna::ui

Q_DECLARE_METATYPE(lacuna::ui::SurpriseAsk)
Q_DECLARE_METATYPE(lacuna::ui::SurprisePiece)

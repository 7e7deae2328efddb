// SPDX-License-Identifier: GPL-3.0-or-later
// The re-noise brush: strokes over words of the manuscript, each with a pressure, and the gaps that they ask for. Plain
// state; PageBrush moves it. Positions are the manuscript's.
#pragma once

#include <QVector>

#include "ui/gap/gap_wish.h"

namespace lacuna::ui {

constexpr int kPressures = 5;
// 1 polishes, kPressures rewrites; 0 wipes a stroke away.
float strengthOf(int pressure);
QString pressureName(int pressure);

class BrushStrokes {
 public:
  // Over the whole words that [begin, end] touches; what it covers of earlier strokes is theirs no more.
  void paint(const QString& text, int begin, int end, int pressure);
  bool undo();
  void clear();
  const QVector<StrokeAsk>& strokes() const { return strokes_; }
  // Strokes that lie near each other in one paragraph share a gap.
  QVector<GapWish> wishes(const QString& text) const;

 private:
  QVector<StrokeAsk> strokes_;  // ascending, disjoint
  QVector<QVector<StrokeAsk>> before_;
};

// [begin, end) widened to whole words; empty when it holds none.
QPair<int, int> wholeWords(const QString& text, int begin, int end);

}  // namespace lacuna::ui

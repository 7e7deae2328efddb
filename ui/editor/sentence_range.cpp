// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/sentence_range.h"

#include <QTextBoundaryFinder>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kReach = 4000;  // units to both sides of it; no sentence is longer

}  // namespace

QPair<int, int> sentenceAt(const QString& paragraph, int at) {
  const int size = static_cast<int>(paragraph.size());
  at = std::clamp(at, 0, size);
  const int from = std::max(0, at - kReach);
  const QString near = paragraph.mid(from, 2 * kReach);
  QTextBoundaryFinder finder(QTextBoundaryFinder::Sentence, near);
  // Behind the last letter the author is still in the sentence that they have written.
  const int inside = std::min(at - from, std::max(0, static_cast<int>(near.size()) - 1));
  finder.setPosition(inside);
  int begin = finder.isAtBoundary() ? inside : finder.toPreviousBoundary();
  finder.setPosition(inside);
  int end = finder.toNextBoundary();
  begin = std::max(0, begin);
  if (end < 0) end = static_cast<int>(near.size());
  while (end > begin && near.at(end - 1).isSpace()) --end;
  return {from + begin, from + end};
}

}  // namespace lacuna::ui

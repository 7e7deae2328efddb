// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brush/brush.h"

#include <QCoreApplication>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kNear = 240;      // characters between strokes that share a gap
constexpr int kLongGap = 1500;  // characters: about as long as the engine's longest gap

struct Said {
  Q_DECLARE_TR_FUNCTIONS(Brush)
};

bool isLetter(QChar c) {
  return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'\'' || c == u'\u2019' || c == u'-';
}

}  // namespace

float strengthOf(int pressure) { return static_cast<float>(qBound(0, pressure, kPressures)) / kPressures; }

QString pressureName(int pressure) {
  switch (qBound(0, pressure, kPressures)) {
    case 0:
      return Said::tr("wipe away");
    case 1:
      return Said::tr("polish");
    case 2:
      return Said::tr("touch up");
    case 3:
      return Said::tr("revise");
    case 4:
      return Said::tr("recast");
    default:
      return Said::tr("rewrite");
  }
}

QPair<int, int> wholeWords(const QString& text, int begin, int end) {
  const int size = static_cast<int>(text.size());
  begin = qBound(0, begin, size);
  end = qBound(begin, end, size);
  while (begin < end && text.at(begin).isSpace()) ++begin;
  while (end > begin && text.at(end - 1).isSpace()) --end;
  while (begin > 0 && begin < size && isLetter(text.at(begin)) && isLetter(text.at(begin - 1))) --begin;
  while (end > 0 && end < size && isLetter(text.at(end)) && isLetter(text.at(end - 1))) ++end;
  // A cursor that stands in a word means the word.
  while (begin == end && end < size && isLetter(text.at(end))) ++end;
  return {begin, end};
}

void BrushStrokes::paint(const QString& text, int begin, int end, int pressure) {
  const QPair<int, int> range = wholeWords(text, std::min(begin, end), std::max(begin, end));
  if (range.first >= range.second) return;
  before_.push_back(strokes_);
  QVector<StrokeAsk> now;
  for (const StrokeAsk& s : std::as_const(strokes_)) {
    if (s.begin < range.first) now.push_back({s.begin, std::min(s.end, range.first), s.strength});
    if (s.end > range.second) now.push_back({std::max(s.begin, range.second), s.end, s.strength});
  }
  if (pressure > 0) now.push_back({range.first, range.second, strengthOf(pressure)});
  std::sort(now.begin(), now.end(), [](const StrokeAsk& a, const StrokeAsk& b) { return a.begin < b.begin; });
  strokes_ = now;
}

bool BrushStrokes::undo() {
  if (before_.isEmpty()) return false;
  strokes_ = before_.takeLast();
  return true;
}

void BrushStrokes::clear() {
  strokes_.clear();
  before_.clear();
}

QVector<GapWish> BrushStrokes::wishes(const QString& text) const {
  QVector<GapWish> wishes;
  for (const StrokeAsk& s : strokes_) {
    const bool joins = !wishes.isEmpty() && s.begin - wishes.last().gap.end <= kNear &&
                       s.end - wishes.last().gap.begin <= kLongGap &&
                       !QStringView(text).mid(wishes.last().gap.end, s.begin - wishes.last().gap.end).contains(u'\n');
    if (!joins) wishes.push_back({{s.begin, s.end}, {}, {}, true});
    GapWish& wish = wishes.last();
    wish.gap.end = s.end;
    wish.strokes.push_back({s.begin - wish.gap.begin, s.end - wish.gap.begin, s.strength});
  }
  return wishes;
}

}  // namespace lacuna::ui

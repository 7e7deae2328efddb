// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_place.h"

#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr int kTries = 8;            // laying out what comes into sight moves it
constexpr qreal kTypewriter = 0.45;  // of the page's height, where the line stands that is written in

}  // namespace

void PagePlace::note(int height) {
  held_ = true;
  if (height <= 0) return;
  const qreal scroll = page_.verticalScrollBar()->value();
  const auto noteLine = [&](int position, const QRectF& line) {
    position_ = position;
    below_ = line.top() - scroll;
  };
  const int caret = page_.textCursor().position();
  const QRectF line = layout_.lineRect(caret);
  const bool seen = line.bottom() > scroll && line.top() < scroll + height;  // a part of it is enough
  // A caret that has come into sight since is the place again.
  if (position_ >= 0 && (caret_ || !seen)) return;
  caret_ = seen;
  if (seen) {
    noteLine(caret, line);
  } else {
    const int top = layout_.hitTest(QPointF(page_.viewport()->width() / 2.0, scroll), Qt::FuzzyHit);
    noteLine(top, layout_.lineRect(top));
  }
}

void PagePlace::restore() {
  held_ = false;
  if (position_ < 0 || busy_ > 0) return;
  const Hold hold(busy_);
  const int height = page_.viewport()->height();
  int value = -1;
  for (int i = 0; i < kTries; ++i) {
    const QRectF line = layout_.lineRect(position_);
    const qreal below = caret_ ? qBound(0.0, below_, std::max(0.0, height - line.height())) : below_;
    const int wanted = std::max(0, qRound(line.top() - below));
    if (wanted == value) break;
    value = wanted;
    layout_.ensureLaidOut(value, value + height);
    scrollTo(value);  // whoever hears of it may lay out what stands above
  }
}

void PagePlace::forget() {
  if (busy_ == 0 && !held_) position_ = -1;
}

void PagePlace::showCaret() {
  if (busy_ > 0) return;
  const Hold hold(busy_);
  const int position = page_.textCursor().position();
  for (int i = 0; i < kTries; ++i) {
    const int height = page_.viewport()->height();  // a bar may come or go with what is in sight
    const QRectF line = layout_.lineRect(position);
    const qreal around = std::clamp((height - line.height()) / 2, 0.0, layout_.linePitch() * 0.8);
    const int value = page_.verticalScrollBar()->value();
    int wanted = value;
    if (line.bottom() + around > value + height) wanted = static_cast<int>(std::ceil(line.bottom() + around)) - height;
    if (line.top() - around < wanted) wanted = static_cast<int>(std::floor(line.top() - around));
    // Above the first line there is nothing to see but the margin that it stands in.
    if (line.top() <= layout_.lineRect(0).top() && line.bottom() + around <= height) wanted = 0;
    if (typewriter_) wanted = std::max(0, qRound(line.center().y() - height * kTypewriter));
    if (wanted == value) break;
    layout_.ensureLaidOut(wanted, wanted + height);
    if (layout_.lineRect(position) == line) scrollTo(wanted);
  }
  position_ = -1;
}

void PagePlace::reveal() {
  if (busy_ > 0 || held_) return;
  const Hold hold(busy_);
  const int top = page_.verticalScrollBar()->value();
  const qreal grown = layout_.ensureLaidOut(top, top + page_.viewport()->height());
  if (grown != 0) scrollTo(top + qRound(grown));
}

void PagePlace::scrollTo(int value) {
  layout_.announceSize();  // else the scroll bar ends where the page ended before
  page_.verticalScrollBar()->setValue(value);
}

}  // namespace lacuna::ui

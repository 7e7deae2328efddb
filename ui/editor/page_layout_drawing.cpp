// SPDX-License-Identifier: GPL-3.0-or-later
// How the page draws its paragraphs, and how the words of those with gaps glide to their places.
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>
#include <cmath>

#include "ui/editor/page_layout.h"

namespace lacuna::ui {
namespace {

constexpr int kGlideMs = 16;
constexpr qint64 kLongestMs = 24;

bool touches(const QPair<int, int>& range, int begin, int end) { return range.first < end && range.second > begin; }

}  // namespace

void PageLayout::setMotion(bool on) {
  motion_ = on;
  if (!on) glide_.forget();
}

void PageLayout::noteWords(qreal top, qreal bottom) {
  if (!motion_) return;
  // With the ink rather than by its own clock: one painting for both.
  if (glideTimer_.isActive() && sinceGlide_.elapsed() >= kGlideMs / 2) {
    glideOn();
    if (glideTimer_.isActive()) glideTimer_.start(kGlideMs);
  }
  if (ink_.isEmpty()) {
    notedLayings_ = -1;
    return;
  }
  // Ink that only dries moves nothing.
  if (notedLayings_ == layings_) return;
  if (notedLayings_ < 0 || notedBlocks_ != document()->blockCount()) glide_.forget();
  notedBlocks_ = document()->blockCount();
  int last = -1;
  for (const InkSpan& span : std::as_const(ink_)) {
    const QTextBlock block = blockAt(span.begin);
    const int number = block.blockNumber();
    if (number == last) continue;
    last = number;
    const QRectF rect = blockBoundingRect(block);
    if (rect.bottom() < top || rect.top() > bottom) {
      glide_.drop(number);
      continue;
    }
    glide_.note(block, rect.height() - (number == roomPosition_ ? room_ : 0), ink_);
  }
  notedLayings_ = layings_;
  if (glide_.moving()) startGlide();
}

void PageLayout::startGlide() {
  if (glideTimer_.isActive()) return;
  sinceGlide_.start();
  glideTimer_.start(kGlideMs);
}

void PageLayout::glideOn() {
  const int first = glide_.first();
  const bool below = glide_.reach() > 0;
  // After a halt it goes on from where the eye saw it last.
  const bool moving = glide_.advance(static_cast<qreal>(std::min(kLongestMs, sinceGlide_.restart())) / 1000.0);
  if (!moving) glideTimer_.stop();
  if (first < 0) return;
  QRectF rect = blockBoundingRect(document()->findBlockByNumber(std::min(first, document()->blockCount() - 1)));
  const qreal width = documentSize().width();
  rect = QRectF(0, rect.top() - linePitch(), width, below ? documentSize().height() - rect.top() : rect.height());
  if (!below) {
    for (const InkSpan& span : std::as_const(ink_))
      rect = rect.united(blockBoundingRect(blockAt(span.begin)));
  }
  Q_EMIT update(rect.adjusted(0, 0, 0, 2 * linePitch()));
}

QPointF PageLayout::glideOf(int viewPosition) const {
  const QTextBlock block = blockAt(viewPosition);
  const QPointF shift(0, glide_.shiftOf(block.blockNumber()));
  const QVector<GlidingWord>* words = glide_.words(block.blockNumber());
  const int at = viewPosition - block.position();
  for (qsizetype i = 0; words != nullptr && i < words->size(); ++i)
    if (words->at(i).begin <= at && at < words->at(i).end) return shift + words->at(i).off;
  return shift;
}

qreal PageLayout::shiftBelow(int viewPosition) const {
  return glide_.shiftOf(blockAt(viewPosition).blockNumber() + 1);
}

void PageLayout::draw(QPainter* painter, const PaintContext& context) {
  catchUp();
  const QRectF clip = context.clip.isValid() ? context.clip : QRectF(QPointF(0, 0), documentSize());
  const qreal reach = glide_.reach();
  int n = heights_.find(std::max(0.0, clip.top() - kTopPad - reach));
  for (QTextBlock block = document()->findBlockByNumber(n); block.isValid(); block = block.next(), ++n) {
    if (kTopPad + heights_.top(n) > clip.bottom() + reach) break;
    ensureBlock(block);
    drawBlock(painter, context, block);
  }
}

void PageLayout::drawBlock(QPainter* painter, const PaintContext& context, const QTextBlock& block) const {
  const QRectF rect = blockBoundingRect(block).translated(0, glide_.shiftOf(block.blockNumber()));
  const int begin = block.position();
  const int end = begin + block.length();
  for (const QPair<int, int>& found : found_)
    if (touches(found, begin, end))
      drawBands(painter, block, rect.topLeft(), found.first, found.second, mixed(theme_.accent2, theme_.paper, 0.22));
  for (const Wash& wash : washes_)
    eachBand(block, rect.topLeft(), {wash.begin, wash.end},
             [&](const QRectF& band) { drawWash(painter, band, wash.strength); });
  if (std::any_of(tagged_.cbegin(), tagged_.cend(),
                  [begin, end](const QPair<int, int>& range) { return touches(range, begin, end - 1); }))
    drawTag(painter, block, rect.topLeft());
  for (const Selection& selection : context.selections) {
    if (!selection.cursor.hasSelection()) continue;
    drawBands(painter, block, rect.topLeft(), selection.cursor.selectionStart(), selection.cursor.selectionEnd(),
              selection.format.background().style() == Qt::NoBrush ? theme_.selection
                                                                   : selection.format.background().color());
  }
  if (kindOf(block.text()) == BlockStyle::Quote) {
    painter->fillRect(QRectF(rect.left() + kHang, rect.top() + 4, 2, rect.height() - 8),
                      mixed(theme_.soft, theme_.paper, 0.4));
  }
  const bool dim = focusPosition_ >= 0 && !(focusPosition_ >= begin && focusPosition_ < end);
  const QColor ink = dim ? mixed(theme_.soft, theme_.paper, 0.8) : theme_.ink;
  painter->setPen(ink);
  if (block.layout()->preeditAreaText().isEmpty() && hasInk(block)) {
    paintGapBlock(*painter, block, rect.topLeft(),
                  {theme_, ink_, ink, static_cast<qreal>(font_.pixelSize()), glide_.words(block.blockNumber())});
  } else {
    block.layout()->draw(painter, rect.topLeft());
  }
  drawUnderlines(painter, block, rect.topLeft());
  const int cursor = context.cursorPosition;
  if (!caretVisible_) return;
  if (cursor >= begin && cursor < end) {
    block.layout()->drawCursor(painter, rect.topLeft(), cursor - begin, 2);
  } else if (cursor < -1 && !block.layout()->preeditAreaText().isEmpty()) {
    block.layout()->drawCursor(painter, rect.topLeft(), block.layout()->preeditAreaPosition() - (cursor + 2), 2);
  }
}

// Bands are as high as the line.
template <typename Draw>
void PageLayout::eachBand(const QTextBlock& block, const QPointF& at, const QPair<int, int>& range, Draw draw) const {
  const int base = block.position();
  const int last = base + block.length();
  if (range.first >= last || range.second <= base) return;
  const QTextLayout* layout = block.layout();
  for (int i = 0; i < layout->lineCount(); ++i) {
    const QTextLine line = layout->lineAt(i);
    const int from = std::max(range.first - base, line.textStart());
    const int lineEnd = line.textStart() + line.textLength();
    const int to = std::min(range.second - base, lineEnd);
    const bool wholeEnd = range.second - base > lineEnd && i + 1 == layout->lineCount();
    if (from > to || (from == to && !wholeEnd)) continue;
    const qreal x1 = line.cursorToX(from);
    const qreal x2 = line.cursorToX(to) + (wholeEnd ? font_.pixelSize() * 0.3 : 0);
    const qreal high = std::max(linePitch(), line.height() + 2);
    const qreal middle = line.y() + line.height() / 2;
    draw(QRectF(at.x() + x1, at.y() + middle - high / 2, x2 - x1, high));
  }
}

void PageLayout::drawBands(QPainter* painter, const QTextBlock& block, const QPointF& at, int begin, int end,
                           const QColor& color) const {
  eachBand(block, at, {begin, end}, [&](const QRectF& band) { painter->fillRect(band, color); });
}

// Hatching that grows denser with the pressure, so that its shape says as much as its colour.
void PageLayout::drawWash(QPainter* painter, const QRectF& band, float strength) const {
  const qreal s = static_cast<qreal>(strength);
  const QRectF area = band.adjusted(-1, 4, 1, -4);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setClipRect(area, Qt::IntersectClip);
  painter->fillRect(area, withAlpha(theme_.accent, 0.05 + 0.13 * s));
  painter->setPen(QPen(withAlpha(theme_.accent, 0.20 + 0.30 * s), 0.8 + 0.7 * s));
  const qreal step = 15.0 - 11.0 * s;
  const qreal high = area.height();
  for (qreal x = std::floor((area.left() - high) / step) * step; x < area.right(); x += step)
    painter->drawLine(QPointF(x, area.bottom()), QPointF(x + high, area.top()));
  painter->restore();
}

// An eye's ring and dot in the margin.
void PageLayout::drawTag(QPainter* painter, const QTextBlock& block, const QPointF& at) const {
  const QTextLine line = block.layout()->lineAt(0);
  if (!line.isValid()) return;
  const QPointF middle(at.x() + kHang - font_.pixelSize() * 1.25, at.y() + line.y() + line.height() / 2);
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(QPen(theme_.accent2, 1.4));
  painter->setBrush(Qt::NoBrush);
  painter->drawEllipse(middle, 5.5, 5.5);
  painter->setPen(Qt::NoPen);
  painter->setBrush(theme_.accent2);
  painter->drawEllipse(middle, 2.4, 2.4);
  painter->restore();
}

void PageLayout::drawUnderlines(QPainter* painter, const QTextBlock& block, const QPointF& at) const {
  const int base = block.position();
  const int last = base + block.length() - 1;
  const QTextLayout* layout = block.layout();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  for (const QPair<int, int>& range : generated_) {
    if (!touches(range, base, last)) continue;
    for (int i = 0; i < layout->lineCount(); ++i) {
      const QTextLine line = layout->lineAt(i);
      const int from = std::max(range.first - base, line.textStart());
      int to = std::min(range.second - base, line.textStart() + line.textLength());
      while (to > from && block.text().at(to - 1).isSpace()) --to;
      if (from >= to) continue;
      paintDots(*painter, at.x() + line.cursorToX(from), at.x() + line.cursorToX(to),
                at.y() + line.y() + line.ascent() + font_.pixelSize() * 0.30, withAlpha(theme_.accent, 0.62), 1.0);
    }
  }
  painter->restore();
}

}  // namespace lacuna::ui

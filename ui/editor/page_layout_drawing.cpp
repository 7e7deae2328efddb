// SPDX-License-Identifier: GPL-3.0-or-later
// How the page draws its paragraphs, and how what has moved in those with gaps comes in.
#include <QPainterPath>
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/editor/fences.h"
#include "ui/editor/page_layout.h"

namespace lacuna::ui {
namespace {

constexpr int kGlideMs = 16;
constexpr qint64 kLongestMs = 24;
constexpr qreal kSide = 1e5;  // nothing is cut off at the sides

bool touches(const QPair<int, int>& range, int begin, int end) { return range.first < end && range.second > begin; }

bool hasBothDirections(const QString& text) {
  bool left = false;
  bool right = false;
  for (const QChar c : text) {
    const QChar::Direction direction = c.direction();
    left = left || direction == QChar::DirL || direction == QChar::DirEN;
    right = right || direction == QChar::DirR || direction == QChar::DirAL;
  }
  return left && right;
}

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
    const qreal room = number == roomPosition_ ? room_ : 0;
    glide_.note(block, {rect.height() - room, room}, ink_);
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
    for (const InkSpan& span : std::as_const(ink_)) rect = rect.united(blockBoundingRect(blockAt(span.begin)));
  }
  Q_EMIT update(rect.adjusted(0, 0, 0, 2 * linePitch()));
}

qreal PageLayout::opacityOf(int viewPosition) const {
  const QTextBlock block = blockAt(viewPosition);
  const QVector<ComingWord>* words = glide_.words(block.blockNumber());
  const int at = viewPosition - block.position();
  for (qsizetype i = 0; words != nullptr && i < words->size(); ++i)
    if (words->at(i).begin <= at && at < words->at(i).end) return words->at(i).opacity;
  return 1;
}

qreal PageLayout::shiftBelow(int viewPosition) const { return glide_.shiftOf(blockAt(viewPosition).blockNumber() + 1); }

void PageLayout::draw(QPainter* painter, const PaintContext& context) {
  catchUp();
  const QRectF clip = context.clip.isValid() ? context.clip : QRectF(QPointF(0, 0), documentSize());
  const qreal reach = glide_.reach();
  int n = heights_.find(std::max(0.0, clip.top() - topPad_ - reach));
  for (QTextBlock block = document()->findBlockByNumber(n); block.isValid(); block = block.next(), ++n) {
    if (topPad_ + heights_.top(n) > clip.bottom() + reach) break;
    const QPointF at = blockBoundingRect(block).topLeft() + QPointF(0, glide_.shiftOf(block.blockNumber()));
    const qreal over = reach + linePitch();
    drawBlock(painter, context, {block, at, clip.top() - over, clip.bottom() + over, hasBothDirections(block.text())});
  }
}

void PageLayout::drawBlock(QPainter* painter, const PaintContext& context, const Standing& on) const {
  const QTextBlock& block = on.block;
  const int begin = block.position();
  const int end = begin + block.length();
  if (isVerbatim(block)) {
    const qreal below = endsVerbatim(block) ? std::round(linePitch() * typography_.paragraphSpacing) : 0;
    const qreal bar = block.blockNumber() == roomPosition_ ? room_ : 0;
    painter->fillRect(QRectF(on.at.x() + kHang, on.at.y(), measure(), heights_.at(block.blockNumber()) - below - bar),
                      mixed(theme_.soft, theme_.paper, 0.08));
  }
  const auto first = std::partition_point(found_.cbegin(), found_.cend(),
                                          [begin](const QPair<int, int>& found) { return found.second <= begin; });
  for (auto found = first; found != found_.cend() && found->first < end; ++found)
    if (touches(*found, begin, end)) drawBands(painter, on, *found, mixed(theme_.accent2, theme_.paper, 0.22));
  const bool dim = focusBegin_ >= 0 && !(focusBegin_ >= begin && focusBegin_ < end);
  drawSurprises(painter, on, dim ? 0.4 : 1.0);
  for (const Wash& wash : washes_)
    eachBand(on, {wash.begin, wash.end}, [&](const QRectF& band) { drawWash(painter, band, wash.strength); });
  if (std::any_of(tagged_.cbegin(), tagged_.cend(),
                  [begin, end](const QPair<int, int>& range) { return touches(range, begin, end - 1); }))
    drawTag(painter, on);
  for (const Selection& selection : context.selections) {
    if (!selection.cursor.hasSelection()) continue;
    drawBands(painter, on, {selection.cursor.selectionStart(), selection.cursor.selectionEnd()},
              selection.format.background().style() == Qt::NoBrush ? theme_.selection
                                                                   : selection.format.background().color());
  }
  if (!isVerbatim(block) && kindOf(block.text()) == BlockStyle::Quote) {
    const qreal x = block.text().isRightToLeft() ? on.at.x() + kHang + measure() - 2 : on.at.x() + kHang;
    painter->fillRect(QRectF(x, on.at.y() + 4, 2, heights_.at(block.blockNumber()) - 8),
                      mixed(theme_.soft, theme_.paper, 0.4));
  }
  const QColor ink = dim ? theme_.faint : theme_.ink;
  painter->setPen(ink);
  if (block.layout()->preeditAreaText().isEmpty() && hasInk(block)) {
    paintGapBlock(*painter, block, on.at,
                  {theme_, ink_, ink, static_cast<qreal>(font_.pixelSize()), glide_.words(block.blockNumber()), on.top,
                   on.bottom});
  } else {
    const QVector<QTextLayout::FormatRange> sentence = sentenceOf(block);
    if (!sentence.isEmpty()) painter->setPen(theme_.faint);
    block.layout()->draw(painter, on.at, sentence, QRectF(-kSide, on.top, 2 * kSide, on.bottom - on.top));
  }
  drawUnderlines(painter, on);
  drawMisspelled(painter, on, context);
  const int cursor = context.cursorPosition;
  if (!caretVisible_) return;
  if (cursor >= begin && cursor < end) {
    block.layout()->drawCursor(painter, on.at, cursor - begin, 2);
  } else if (cursor < -1 && !block.layout()->preeditAreaText().isEmpty()) {
    block.layout()->drawCursor(painter, on.at, block.layout()->preeditAreaPosition() - (cursor + 2), 2);
  }
}

// The sentence in ink among others that are dimmed.
QVector<QTextLayout::FormatRange> PageLayout::sentenceOf(const QTextBlock& block) const {
  const int begin = block.position();
  const int end = begin + block.length() - 1;
  if (focusBegin_ < begin || focusEnd_ > end || (focusBegin_ == begin && focusEnd_ == end)) return {};
  QTextLayout::FormatRange range;
  range.start = focusBegin_ - begin;
  range.length = focusEnd_ - focusBegin_;
  range.format.setForeground(theme_.ink);
  return {range};
}

template <typename Draw>
void PageLayout::eachPart(const Standing& on, const QPair<int, int>& range, Draw draw) const {
  const int base = on.block.position();
  if (range.first >= base + on.block.length() || range.second < base) return;
  const QTextLayout* layout = on.block.layout();
  for (int i = 0; i < layout->lineCount(); ++i) {
    const QTextLine line = layout->lineAt(i);
    if (on.at.y() + line.y() > on.bottom) break;
    if (on.at.y() + line.y() + line.height() < on.top) continue;
    const int from = std::max(inLayout(*layout, range.first - base), line.textStart());
    const int to = std::min(inLayout(*layout, range.second - base), line.textStart() + line.textLength());
    if (from > to) continue;
    if (!on.mixed) {
      const auto [x1, x2] = std::minmax({line.cursorToX(from), line.cursorToX(to)});
      draw(line, x1, x2);
      continue;
    }
    // What follows each other in the text need not in the line: letter by letter, neighbours together.
    std::vector<std::pair<qreal, qreal>> parts;
    for (int at = from; at < to; ++at) {
      const auto [x1, x2] = std::minmax({line.cursorToX(at), line.cursorToX(at, QTextLine::Trailing)});
      if (x2 > x1) parts.emplace_back(x1, x2);
    }
    std::sort(parts.begin(), parts.end());
    for (std::size_t k = 0; k < parts.size();) {
      qreal end = parts[k].second;
      std::size_t next = k + 1;
      while (next < parts.size() && parts[next].first <= end + 0.5) end = std::max(end, parts[next++].second);
      draw(line, parts[k].first, end);
      k = next;
    }
  }
}

template <typename Draw>
void PageLayout::eachBand(const Standing& on, const QPair<int, int>& range, Draw draw) const {
  const QTextLayout* layout = on.block.layout();
  const auto bandOf = [&](const QTextLine& line, qreal x1, qreal x2) {
    const qreal high = std::max(linePitch(), line.height() + 2);
    draw(QRectF(on.at.x() + x1, on.at.y() + line.y() + line.height() / 2 - high / 2, x2 - x1, high));
  };
  const QTextLine last = layout->lineAt(layout->lineCount() - 1);
  const int end = on.block.position() + on.block.length() - 1;
  const bool whole = range.first <= end && range.second > end;
  const bool rightToLeft = on.block.text().isRightToLeft();
  const qreal more = font_.pixelSize() * 0.3;
  eachPart(on, range, [&](const QTextLine& line, qreal x1, qreal x2) {
    if (whole && !on.mixed && line.lineNumber() == last.lineNumber())
      (rightToLeft ? x1 : x2) += rightToLeft ? -more : more;
    if (x2 > x1) bandOf(line, x1, x2);
  });
  if (!whole || !on.mixed) return;
  const qreal x = last.cursorToX(last.textStart() + last.textLength());
  bandOf(last, rightToLeft ? x - more : x, rightToLeft ? x : x + more);
}

void PageLayout::drawBands(QPainter* painter, const Standing& on, const QPair<int, int>& range,
                           const QColor& color) const {
  eachBand(on, range, [&](const QRectF& band) { painter->fillRect(band, color); });
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

// A wash and a line below the letters, which grows thicker: strength is seen without colour too.
void PageLayout::drawSurprises(QPainter* painter, const Standing& on, qreal share) const {
  const int base = on.block.position();
  const int end = base + on.block.length() - 1;
  const qreal em = font_.pixelSize();
  const auto behind = [](const SurpriseMark& mark, int at) { return mark.end <= at; };
  for (auto mark = std::lower_bound(surprises_.cbegin(), surprises_.cend(), base, behind);
       mark != surprises_.cend() && mark->begin < end; ++mark) {
    const qreal s = static_cast<qreal>(mark->strength);
    eachPart(on, {mark->begin, std::min(mark->end, end)}, [&](const QTextLine& line, qreal x1, qreal x2) {
      if (x2 <= x1) return;
      const qreal baseline = on.at.y() + line.y() + line.ascent();
      const QRectF wash(on.at.x() + x1 - 1, baseline - em * 0.86, x2 - x1 + 2, em * 1.14);
      painter->fillRect(wash, withAlpha(theme_.accent2, share * (0.05 + 0.17 * s)));
      const qreal thick = 1.0 + 2.0 * s;
      painter->fillRect(QRectF(wash.left(), baseline + em * 0.17, wash.width(), thick),
                        withAlpha(theme_.accent2, share * (0.35 + 0.55 * s)));
    });
  }
}

// A low wave below the letters. A selection is about other things than spelling, so a word that it touches has none.
void PageLayout::drawMisspelled(QPainter* painter, const Standing& on, const PaintContext& context) const {
  const int base = on.block.position();
  const int end = base + on.block.length() - 1;
  const auto first = std::partition_point(misspelled_.cbegin(), misspelled_.cend(),
                                          [base](const QPair<int, int>& word) { return word.second <= base; });
  if (first == misspelled_.cend() || first->first >= end) return;
  const qreal em = font_.pixelSize();
  const qreal high = em * 0.045;
  const qreal half = em * 0.11;
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(mixed(theme_.accent, theme_.paper, 0.75), std::max(1.0, em * 0.06)));
  for (auto word = first; word != misspelled_.cend() && word->first < end; ++word) {
    const bool selected = std::any_of(context.selections.cbegin(), context.selections.cend(), [word](const auto& one) {
      return one.cursor.hasSelection() && touches(*word, one.cursor.selectionStart(), one.cursor.selectionEnd());
    });
    if (selected) continue;
    eachPart(on, {word->first, std::min(word->second, end)}, [&](const QTextLine& line, qreal x1, qreal x2) {
      if (x2 <= x1) return;
      const qreal y = on.at.y() + line.y() + line.ascent() + em * 0.2;
      QPainterPath wave(QPointF(on.at.x() + x1, y));
      qreal side = high;
      for (qreal x = x1; x < x2; x += half, side = -side) {
        const qreal next = std::min(x + half, x2);
        wave.quadTo(QPointF(on.at.x() + (x + next) / 2, y + 2 * side), QPointF(on.at.x() + next, y));
      }
      painter->drawPath(wave);
    });
  }
  painter->restore();
}

// An eye's ring and dot in the margin.
void PageLayout::drawTag(QPainter* painter, const Standing& on) const {
  const QTextLine line = on.block.layout()->lineAt(0);
  if (!line.isValid()) return;
  const QPointF middle(on.at.x() + kHang - font_.pixelSize() * 1.25, on.at.y() + line.y() + line.height() / 2);
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

void PageLayout::drawUnderlines(QPainter* painter, const Standing& on) const {
  const int base = on.block.position();
  const QString text = on.block.text();
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  for (const QPair<int, int>& range : generated_) {
    if (!touches(range, base, base + static_cast<int>(text.size()))) continue;
    int end = std::min(range.second - base, static_cast<int>(text.size()));
    while (end > 0 && text.at(end - 1).isSpace()) --end;
    eachPart(on, {range.first, base + end}, [&](const QTextLine& line, qreal x1, qreal x2) {
      // The space at which a line ends is none of its words.
      if (!on.mixed) x2 = std::min(x2, line.naturalTextRect().right());
      if (x2 <= x1) return;
      paintDots(*painter, on.at.x() + x1, on.at.x() + x2,
                on.at.y() + line.y() + line.ascent() + font_.pixelSize() * 0.30, withAlpha(theme_.accent, 0.62), 1.0);
    });
  }
  painter->restore();
}

}  // namespace lacuna::ui

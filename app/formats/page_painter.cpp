// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/formats/page_painter.h"

namespace lacuna::app {
namespace {

constexpr qreal kPointsPerMillimetre = 72 / 25.4;
constexpr qreal kRuleLength = 96;  // points of the line above footnotes
constexpr qreal kSignGap = 6;      // between a list's sign and its words
constexpr qreal kEdgeHeight = 16;  // of the line at the head or the foot

}  // namespace

QSizeF sheetSize(const storage::ManuscriptLook& look) {
  return QSizeF(look.sheet.width, look.sheet.height) * kPointsPerMillimetre;
}

void PagePainter::paint(QPainter& painter, const SetPage& page, int number) {
  painter.save();
  painter.setPen(Qt::black);
  drawEdges(painter, number);
  painter.translate(text_->look.sheet.left * kPointsPerMillimetre, text_->look.sheet.top * kPointsPerMillimetre);
  for (const PlacedLines& lines : page.lines) draw(painter, lines);
  if (page.rule >= 0) {
    painter.setPen(QPen(Qt::black, 0.5));
    painter.drawLine(QPointF(0, page.rule), QPointF(std::min(kRuleLength, text_->width()), page.rule));
    painter.setPen(Qt::black);
  }
  for (const PlacedLines& lines : page.notes) draw(painter, lines);
  painter.restore();
}

void PagePainter::draw(QPainter& painter, const PlacedLines& lines) {
  const SetParagraph& paragraph = text_->paragraphs[lines.paragraph];
  if (laid_ != lines.paragraph) {
    layout_ = std::make_unique<QTextLayout>();
    layLines(*text_, paragraph, *layout_);
    laid_ = lines.paragraph;
  }
  const QPointF origin(0, lines.y - lines.first * paragraph.lineHeight);
  for (int i = lines.first; i < std::min(lines.first + lines.count, layout_->lineCount()); ++i)
    layout_->lineAt(i).draw(&painter, origin);
  if (lines.first > 0 || paragraph.sign.isEmpty()) return;
  write(painter, text_->fontOf(paragraph), QRectF(0, lines.y, paragraph.left - kSignGap, paragraph.lineHeight),
        Qt::AlignRight | Qt::AlignVCenter, paragraph.sign);
}

// A line by QTextLayout, as all others: it measures without rounding to the pixels of a screen.
void PagePainter::write(QPainter& painter, const QFont& font, const QRectF& line, Qt::Alignment where,
                        const QString& words) const {
  QTextLayout layout(words, font);
  QTextOption option;
  option.setUseDesignMetrics(true);
  option.setWrapMode(QTextOption::NoWrap);
  layout.setTextOption(option);
  layout.beginLayout();
  QTextLine only = layout.createLine();
  only.setNumColumns(static_cast<int>(words.size()));
  layout.endLayout();
  const qreal left = where.testFlag(Qt::AlignRight)     ? line.right() - only.naturalTextWidth()
                     : where.testFlag(Qt::AlignHCenter) ? line.center().x() - only.naturalTextWidth() / 2
                                                        : line.left();
  only.draw(&painter, QPointF(left, line.top() + (line.height() - only.height()) / 2));
}

void PagePainter::drawEdges(QPainter& painter, int number) const {
  if (number == 0) return;
  const storage::Sheet& sheet = text_->look.sheet;
  const bool typed = text_->look.style == storage::ManuscriptStyle::Standard;
  SetParagraph edge;
  edge.size = typed ? 12 : 10;
  const QFont font = text_->fontOf(edge);
  const QSizeF size = sheetSize(text_->look);
  const qreal left = sheet.left * kPointsPerMillimetre;
  const auto line = [&](qreal middle) { return QRectF(left, middle - kEdgeHeight / 2, text_->width(), kEdgeHeight); };
  const QRectF head = line(sheet.top * kPointsPerMillimetre / 2);
  const QRectF foot = line(size.height() - sheet.bottom * kPointsPerMillimetre / 2);
  const QString count = text_->look.numbers ? QString::number(number + 1) : QString();
  if (typed) {
    write(painter, font, head, Qt::AlignRight, text_->head + count);
  } else {
    write(painter, font, head, Qt::AlignHCenter, text_->head);
    write(painter, font, foot, Qt::AlignHCenter, count);
  }
}

}  // namespace lacuna::app

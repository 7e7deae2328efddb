// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/candidate_row.h"

#include <QPainter>
#include <QTextLayout>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kMaxLines = 3;
constexpr qreal kLine = 21;
constexpr qreal kPad = 8;
constexpr qreal kScore = 34;

constexpr qreal kNarrow = 3;  // pixels: no letter is narrower, on the average

// Breaks the text into at most `most` lines, the last one elided.
QStringList linesOf(const QString& all, const QFont& font, qreal width, int most) {
  QStringList lines;
  // What no line will show need not be shaped.
  const QString text = all.left(static_cast<qsizetype>(most * std::max(width, 40.0) / kNarrow));
  QTextLayout layout(text, font);
  layout.beginLayout();
  for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
    line.setLineWidth(width);
    if (lines.size() == most - 1) {
      lines << QFontMetricsF(font).elidedText(text.mid(line.textStart()), Qt::ElideRight, width);
      break;
    }
    lines << text.mid(line.textStart(), line.textLength());
  }
  layout.endLayout();
  return lines;
}

}  // namespace

CandidateRow::CandidateRow(QWidget* parent) : QAbstractButton(parent) {
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::TabFocus);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void CandidateRow::show(const QString& text, const QString& score, bool chosen, const Theme& theme) {
  if (text != this->text()) {
    setText(text);
    setAccessibleName(text);
    heights_.clear();
  }
  setAccessibleDescription(chosen ? tr("chosen, score %1").arg(score) : tr("score %1").arg(score));
  score_ = score;
  chosen_ = chosen;
  theme_ = theme;
  // While it takes shape a row only grows, so that the rows below keep still. The layout gives it its height, and the
  // rows below their places, in one go.
  const bool shaping = score == QStringLiteral("\u2026");
  least_ = shaping && shaping_ ? std::max(least_, height()) : 0;
  // A new place for everything below costs more than the row itself.
  if (heightForWidth(width()) != height()) updateGeometry();
  shaping_ = shaping;
  update();
}

int CandidateRow::heightForWidth(int width) const {
  const auto known = heights_.constFind(width);
  if (known != heights_.cend()) return std::max(least_, *known);
  const auto lines = linesOf(text(), pageFont(15), width - 2 * kPad - kScore, kMaxLines);
  const int height = qRound(std::max<qsizetype>(1, lines.size()) * kLine + 10);
  heights_.insert(width, height);
  return std::max(least_, height);
}

QSize CandidateRow::sizeHint() const { return {260, heightForWidth(260)}; }

void CandidateRow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF row = QRectF(rect()).adjusted(.5, .5, -.5, -.5);
  if (chosen_ || underMouse()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(theme_.accent, chosen_ ? 0.11 : 0.05));
    painter.drawRoundedRect(row, 7, 7);
  }
  if (chosen_) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.accent);
    painter.drawRoundedRect(QRectF(row.left(), row.top() + 7, 2.5, row.height() - 14), 1.2, 1.2);
  }
  if (hasFocus()) {
    painter.setPen(QPen(theme_.soft, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(row, 7, 7);
  }
  const QFont font = pageFont(15);
  painter.setFont(font);
  painter.setPen(theme_.ink);
  qreal y = row.top() + 5;
  // The layout follows a new height a moment later; until then no line stands on the next row's.
  const int most = std::clamp(static_cast<int>((height() - 6) / kLine), 1, kMaxLines);
  for (const QString& line : linesOf(text(), font, width() - 2 * kPad - kScore, most)) {
    painter.drawText(QRectF(kPad, y, width(), kLine), Qt::AlignVCenter | Qt::AlignLeft, line);
    y += kLine;
  }
  painter.setFont(chromeFont(11));
  painter.setPen(theme_.soft);
  painter.drawText(QRectF(0, row.top() + 5, width() - kPad, kLine), Qt::AlignVCenter | Qt::AlignRight, score_);
}

}  // namespace lacuna::ui

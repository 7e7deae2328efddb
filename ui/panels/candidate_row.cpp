// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/candidate_row.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QResizeEvent>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kMaxLines = 3;
constexpr qreal kLine = 21;
constexpr qreal kPad = 8;
constexpr qreal kScore = 34;

constexpr qreal kNarrow = 3;  // pixels: no letter is narrower, on the average

qreal textWidth(int width) { return width - 2 * kPad - kScore; }

}  // namespace

CandidateRow::CandidateRow(QWidget* parent) : QAbstractButton(parent) {
  setCursor(Qt::PointingHandCursor);
  setFocusPolicy(Qt::TabFocus);
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  layout_.setFont(pageFont(15));
  layout_.setCacheEnabled(true);
}

void CandidateRow::show(const QString& text, const QString& score, bool chosen, const Theme& theme) {
  if (text != this->text()) {
    setText(text);
    setAccessibleName(text);
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

// Lines of at most this width; more of them than are ever shown, so that the last one can be cut.
void CandidateRow::layOut(qreal width) const {
  // What no line will show need not be shaped.
  const QString text = this->text().left(static_cast<qsizetype>((kMaxLines + 1) * std::max(width, 40.0) / kNarrow));
  if (laidWidth_ == width && layout_.text() == text) return;
  laidWidth_ = width;
  if (layout_.text() != text) layout_.setText(text);
  layout_.beginLayout();
  for (QTextLine line = layout_.createLine(); line.isValid(); line = layout_.createLine()) {
    line.setLineWidth(width);
    line.setPosition(QPointF(0, (layout_.lineCount() - 1) * kLine + (kLine - line.height()) / 2));
    if (layout_.lineCount() > kMaxLines) break;
  }
  layout_.endLayout();
}

int CandidateRow::heightForWidth(int width) const {
  layOut(textWidth(width));
  return std::max(least_, qRound(std::clamp(layout_.lineCount(), 1, kMaxLines) * kLine + 10));
}

QSize CandidateRow::sizeHint() const { return {260, heightForWidth(std::max(width(), 120))}; }

// Its height is that of its width.
void CandidateRow::resizeEvent(QResizeEvent* event) {
  QAbstractButton::resizeEvent(event);
  if (event->oldSize().width() != event->size().width()) updateGeometry();
}

void CandidateRow::contextMenuEvent(QContextMenuEvent* event) {
  const bool mouse = event->reason() == QContextMenuEvent::Mouse;
  Q_EMIT menuWanted(mouse ? event->globalPos() : mapToGlobal(rect().bottomLeft()));
}

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
    painter.setPen(QPen(theme_.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(row, 7, 7);
  }
  painter.setPen(theme_.ink);
  layOut(textWidth(width()));
  // The layout follows a new height a moment later; until then no line stands on the next row's.
  const int most = std::clamp(static_cast<int>((height() - 6) / kLine), 1, kMaxLines);
  const QPointF at(kPad, row.top() + 5);
  const bool cut = layout_.lineCount() > most;
  for (int i = 0; i < std::min(most, layout_.lineCount()) - (cut ? 1 : 0); ++i) layout_.lineAt(i).draw(&painter, at);
  if (cut) {
    const QString rest = layout_.text().mid(layout_.lineAt(most - 1).textStart());
    painter.setFont(layout_.font());
    painter.drawText(QRectF(kPad, at.y() + (most - 1) * kLine, width(), kLine), Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(rest, Qt::ElideRight, qRound(textWidth(width()))));
  }
  painter.setFont(chromeFont(11));
  painter.setPen(theme_.soft);
  painter.drawText(QRectF(0, row.top() + 5, width() - kPad, kLine), Qt::AlignVCenter | Qt::AlignRight, score_);
}

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/context_ribbon.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr int kWidth = 14;
constexpr qreal kPad = 6;  // above and below
constexpr qreal kSmall = 3;
constexpr qreal kLow = 4;

}  // namespace

ContextRibbon::ContextRibbon(QWidget* parent) : QWidget(parent) {
  setFixedWidth(kWidth);
  setAccessibleName(tr("What the gap can see"));
  setAutoFillBackground(true);
}

void ContextRibbon::setTheme(const Theme& theme) {
  theme_ = theme;
  QPalette palette = this->palette();
  palette.setColor(QPalette::Window, theme.paper);
  setPalette(palette);
  update();
}

void ContextRibbon::show(const QVector<RibbonPassage>& passages, const QVector<qreal>& gaps) {
  passages_ = passages;
  gaps_ = gaps;
  highest_ = 0;
  for (const RibbonPassage& passage : std::as_const(passages_)) highest_ = std::max(highest_, passage.share);
  focused_ = std::min(focused_, static_cast<int>(passages_.size()) - 1);
  setFocusPolicy(passages_.isEmpty() ? Qt::NoFocus : Qt::TabFocus);  // with nothing on it, it is no stop for the keys
  update();
}

QRectF ContextRibbon::rectOf(const RibbonPassage& passage) const {
  const qreal room = height() - 2 * kPad;
  const qreal top = kPad + room * passage.top;
  return {3, top, width() - 6.0, std::max(2.0, room * (passage.bottom - passage.top) - 0.5)};
}

QPoint ContextRibbon::centreOf(int passage) const {
  return passage >= 0 && passage < passages_.size() ? rectOf(passages_.at(passage)).center().toPoint() : QPoint();
}

void ContextRibbon::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme_.line);
  painter.drawLine(QPointF(0.5, 0), QPointF(0.5, height()));
  painter.setPen(Qt::NoPen);
  for (const RibbonPassage& passage : std::as_const(passages_)) {
    // The root spreads the small shares, of which there are many.
    const qreal strength = highest_ > 0 ? std::sqrt(static_cast<qreal>(passage.share / highest_)) : 0;
    const QRectF rect = rectOf(passage);
    if ((passage.reach & RunBlock::kWindow) != 0) {
      painter.setBrush(withAlpha(theme_.accent, 0.10 + 0.75 * strength));
      // Of low ones nobody sees whether their corners are round, and a long draft has hundreds.
      if (rect.height() < kLow)
        painter.fillRect(rect, painter.brush());
      else
        painter.drawRoundedRect(rect, 2, 2);
    } else if ((passage.reach & RunBlock::kHops) != 0) {
      painter.setBrush(withAlpha(theme_.accent2, 0.25 + 0.75 * strength));
      painter.fillRect(QRectF(rect.left() + 1, rect.center().y() - kSmall / 2, rect.width() - 2, kSmall),
                       painter.brush());
    } else if (strength > 0 || passage.reach != 0) {
      painter.setBrush(withAlpha(theme_.ink, 0.12 + 0.6 * strength));
      painter.drawEllipse(rect.center(), 1.6, std::min(1.6, rect.height() / 2));
    }
    if ((passage.reach & RunBlock::kTag) != 0) {
      painter.setBrush(withAlpha(theme_.ink, 0.45 + 0.5 * strength));
      const QPointF c = rect.center();
      painter.drawPolygon(QPolygonF({c + QPointF(0, -5), c + QPointF(4, 0), c + QPointF(0, 5), c + QPointF(-4, 0)}));
    }
  }
  painter.setBrush(theme_.accent);
  for (const qreal gap : std::as_const(gaps_))
    painter.drawRoundedRect(QRectF(2, kPad + (height() - 2 * kPad) * gap - 2, width() - 4, 5), 2, 2);
  if (hasFocus() && focused_ >= 0) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme_.ink, 1));
    painter.drawRoundedRect(rectOf(passages_.at(focused_)).adjusted(-2, -2, 2, 2), 3, 3);
  }
}

QString ContextRibbon::saidOf(const RibbonPassage& passage) {
  QStringList ways;
  if ((passage.reach & RunBlock::kWindow) != 0) ways << tr("near the gap, in its window");
  if ((passage.reach & RunBlock::kHops) != 0) ways << tr("in hops of the dilated window");
  if ((passage.reach & RunBlock::kGlobal) != 0) ways << tr("by a summary");
  if ((passage.reach & RunBlock::kTag) != 0) ways << tr("because you tagged it");
  const QString seen = ways.isEmpty() ? tr("Not seen word by word") : tr("Seen %1").arg(ways.join(tr(", and ")));
  return tr("%1: %L2% of the attention. \u201c%3\u2026\u201d")
      .arg(seen)
      .arg(static_cast<double>(passage.share) * 100, 0, 'f', 1)
      .arg(passage.beginning);
}

int ContextRibbon::passageAt(const QPoint& point) const {
  int nearest = -1;
  qreal best = 6;  // pixels beside a passage that still count
  for (int i = 0; i < passages_.size(); ++i) {
    const QRectF rect = rectOf(passages_.at(i));
    const qreal away = std::max({0.0, rect.top() - point.y(), point.y() - rect.bottom()});
    if (away < best) {
      best = away;
      nearest = i;
    }
  }
  return nearest;
}

void ContextRibbon::focusOn(int passage) {
  focused_ = passage;
  if (focused_ >= 0) setAccessibleDescription(saidOf(passages_.at(focused_)));
  tellRow(this);
  update();
}

void ContextRibbon::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  if (focused_ < 0 && !passages_.isEmpty()) focusOn(0);
}

void ContextRibbon::mousePressEvent(QMouseEvent* event) {
  const int passage = passageAt(event->pos());
  if (passage >= 0) takeRow(passage);
}

void ContextRibbon::takeRow(int row) {
  focusOn(row);
  Q_EMIT chosen(passages_.at(row).position);
}

void ContextRibbon::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(passages_.size()) - 1;
  if ((event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) && last >= 0) {
    focusOn(std::clamp(focused_ + (event->key() == Qt::Key_Down ? 1 : -1), 0, last));
    QToolTip::showText(mapToGlobal(centreOf(focused_)), saidOf(passages_.at(focused_)), this);
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && focused_ >= 0) {
    Q_EMIT chosen(passages_.at(focused_).position);
  } else {
    QWidget::keyPressEvent(event);
  }
}

bool ContextRibbon::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int passage = passageAt(help->pos());
  if (passage >= 0)
    QToolTip::showText(help->globalPos(), saidOf(passages_.at(passage)), this);
  else
    QToolTip::hideText();
  return true;
}

}  // namespace lacuna::ui

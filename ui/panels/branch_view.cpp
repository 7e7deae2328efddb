// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/branch_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr qreal kMargin = 9;
constexpr qreal kLane = 19;
constexpr qreal kBend = 26;  // pixels that a lane takes to leave its parent's

}  // namespace

BranchView::BranchView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Candidates and branches"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BranchView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void BranchView::show(const BranchTree& tree, const QString& run, int candidate, float share) {
  tree_ = tree;
  share_ = std::clamp(share, 0.0F, 1.0F);
  shown_ = -1;
  for (const TreeLeaf& leaf : std::as_const(tree_.leaves))
    if (leaf.run == run && leaf.candidate == candidate) shown_ = leaf.lane;
  focused_ = shown_ >= 0 ? shown_ : std::clamp(focused_, 0, std::max(0, tree_.lanes - 1));
  setFixedHeight(sizeHint().height());
  setAccessibleDescription(
      shown_ < 0 ? QString() : tr("%1 of %2: %3").arg(shown_ + 1).arg(tree_.lanes).arg(tree_.leaves.at(shown_).words));
  update();
}

QSize BranchView::sizeHint() const { return {272, qRound(2 * kMargin + std::max(0, tree_.lanes - 1) * kLane) + 2}; }

QPointF BranchView::at(float share, int lane) const {
  return {kMargin + (width() - 2 * kMargin) * static_cast<qreal>(share), kMargin + 1 + lane * kLane};
}

QPoint BranchView::leafCentre(int lane) const {
  return lane >= 0 && lane < tree_.lanes ? at(tree_.leaves.at(lane).to, lane).toPoint() : QPoint();
}

void BranchView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  const int rootLane = 0;
  for (const TreeLeaf& leaf : std::as_const(tree_.leaves)) {
    const int parent = leaf.parentLane < 0 ? rootLane : leaf.parentLane;
    const QPointF from = at(leaf.from, parent);
    const QPointF end = at(leaf.to, leaf.lane);
    QPainterPath path(from);
    const qreal bend = std::min(from.x() + kBend, end.x());
    path.cubicTo(QPointF((from.x() + bend) / 2 + 4, from.y()), QPointF((from.x() + bend) / 2 - 4, end.y()),
                 QPointF(bend, end.y()));
    path.lineTo(end);
    const bool shown = leaf.lane == shown_;
    painter.setPen(QPen(shown ? theme_.accent : theme_.soft, shown ? 2 : 1.3));
    painter.drawPath(path);
  }
  const auto ring = [&](const QPointF& point, qreal radius, bool filled) {
    painter.setPen(QPen(theme_.accent, 2));
    painter.setBrush(filled ? theme_.accent : theme_.card);
    painter.drawEllipse(point, radius, radius);
  };
  if (tree_.lanes > 0) ring(at(0, rootLane), 3.5, false);
  for (const TreeLeaf& leaf : std::as_const(tree_.leaves)) {
    if (leaf.parentLane >= 0) ring(at(leaf.from, leaf.parentLane), 3.5, false);
    ring(at(leaf.to, leaf.lane), 3.5, false);
    if (hasFocus() && leaf.lane == focused_) {
      painter.setPen(QPen(theme_.ink, 1.4));
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(at(leaf.to, leaf.lane), 7.5, 7.5);
    }
  }
  if (shown_ >= 0) ring(at(std::max(share_, tree_.leaves.at(shown_).from), shown_), 4.5, true);
}

int BranchView::laneAt(const QPoint& point) const {
  const int lane = qRound((point.y() - kMargin - 1) / kLane);
  return lane >= 0 && lane < tree_.lanes ? lane : -1;
}

void BranchView::mousePressEvent(QMouseEvent* event) {
  const int lane = laneAt(event->pos());
  if (lane >= 0) takeRow(lane);
}

void BranchView::takeRow(int row) {
  focused_ = row;
  Q_EMIT chosen(tree_.leaves.at(row).run, tree_.leaves.at(row).candidate);
}

QRect BranchView::rowRect(int row) const {
  const int middle = leafCentre(row).y();
  const int half = height() / std::max(1, 2 * tree_.lanes);
  return {0, middle - half, width(), 2 * half};
}

void BranchView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down) {
    focused_ = std::clamp(focused_ + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, tree_.lanes - 1));
    if (focused_ < tree_.leaves.size()) {
      setAccessibleDescription(tree_.leaves.at(focused_).words);
      tellRow(this);
    }
    update();
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && focused_ < tree_.leaves.size()) {
    takeRow(focused_);
  } else {
    QWidget::keyPressEvent(event);
  }
}

bool BranchView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int lane = laneAt(help->pos());
  if (lane >= 0)
    QToolTip::showText(help->globalPos(), tree_.leaves.at(lane).words, this);
  else
    QToolTip::hideText();
  return true;
}

}  // namespace lacuna::ui

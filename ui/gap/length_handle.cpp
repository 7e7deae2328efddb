// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/length_handle.h"

#include <QMouseEvent>
#include <QPainter>

namespace lacuna::ui {
namespace {

constexpr int kWidth = 12;
constexpr int kKnob = 9;

}  // namespace

LengthHandle::LengthHandle(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("lengthHandle"));
  setAccessibleName(tr("Length of the gap"));
  setAccessibleDescription(tr("Pull to make the gap longer or shorter; Alt+Right and Alt+Left do the same"));
  setToolTip(tr("Longer or shorter: pull, or Alt+Right and Alt+Left"));
  setCursor(Qt::SizeHorCursor);
  setFocusPolicy(Qt::NoFocus);
  hide();
}

void LengthHandle::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void LengthHandle::stand(const QPoint& foot, int line) {
  resize(kWidth, line + kKnob);
  move(foot.x() - kWidth / 2, foot.y() - line);
  show();
}

// A stem at the end of the words and a knob below it, out of the letters' way.
void LengthHandle::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal middle = width() / 2.0;
  painter.setPen(QPen(withAlpha(theme_.accent, 0.55), 1.5));
  painter.drawLine(QPointF(middle, height() * 0.18), QPointF(middle, height() - kKnob));
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme_.accent);
  painter.drawRoundedRect(QRectF(middle - 4, height() - kKnob - 1, 8, kKnob), 3, 3);
}

void LengthHandle::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  held_ = true;
  Q_EMIT grabbed(mapToParent(event->pos()));
}

void LengthHandle::mouseMoveEvent(QMouseEvent* event) {
  if (held_) Q_EMIT pulled(mapToParent(event->pos()));
}

void LengthHandle::mouseReleaseEvent(QMouseEvent*) {
  if (!held_) return;
  held_ = false;
  Q_EMIT dropped();
}

}  // namespace lacuna::ui

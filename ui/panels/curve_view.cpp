// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/curve_view.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr qreal kChart = 70;
constexpr qreal kLegend = 84;  // room at the right for the numbers

}  // namespace

CurveView::CurveView(QWidget* parent) : QWidget(parent) {
  setFixedHeight(96);
  setAccessibleName(tr("Settled and doubtful tokens over the steps"));
}

void CurveView::setTheme(const Theme& theme) {
  theme_ = theme;
  update();
}

void CurveView::show(const QVector<float>& settled, const QVector<float>& doubt, int steps) {
  settled_ = settled;
  doubt_ = doubt;
  steps_ = steps;
  update();
}

void CurveView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const qreal full = width() - kLegend;
  const int count = static_cast<int>(settled_.size());
  const qreal last =
      count > 1 ? full * std::min(1.0, (count - 1) / static_cast<qreal>(std::max(steps_, count - 1))) : 0;
  const auto x = [full, this, count](int i) { return full * i / static_cast<qreal>(std::max({steps_, count - 1, 1})); };
  const auto y = [](float v) { return 4 + (kChart - 8) * (1.0 - static_cast<qreal>(v)); };
  if (count > 0) {
    QPainterPath line(QPointF(0, y(settled_.first())));
    QPainterPath dashed(QPointF(0, y(doubt_.first())));
    for (int i = 1; i < count; ++i) {
      line.lineTo(x(i), y(settled_.at(i)));
      dashed.lineTo(x(i), y(doubt_.at(i)));
    }
    QPainterPath area = line;
    area.lineTo(last, kChart);
    area.lineTo(0, kChart);
    area.closeSubpath();
    painter.fillPath(area, withAlpha(theme_.accent2, 0.18));
    painter.setPen(QPen(theme_.accent2, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(line);
    painter.setPen(QPen(theme_.accent, 1.5, Qt::CustomDashLine));
    QPen pen(theme_.accent, 1.5);
    pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.drawPath(dashed);
    painter.setPen(QPen(theme_.soft, 1));
    painter.drawLine(QPointF(last, 2), QPointF(last, kChart));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme_.accent2);
    painter.drawEllipse(QPointF(last, y(settled_.last())), 4, 4);
    painter.setFont(chromeFont(11));
    // The two numbers never stand on one another.
    qreal a = std::clamp(y(settled_.last()) + 4, 12.0, kChart);
    qreal b = std::clamp(y(doubt_.last()) + 4, 12.0, kChart);
    if (std::abs(a - b) < 15) (a < b ? b : a) = std::min(a, b) + 15;
    painter.setPen(theme_.accent2);
    painter.drawText(QPointF(last + 11, a), tr("settled %1%").arg(qRound(settled_.last() * 100)));
    painter.setPen(theme_.accent);
    painter.drawText(QPointF(last + 11, b), tr("doubt %1").arg(static_cast<double>(doubt_.last()), 0, 'f', 2));
  }
  const qreal track = 86;
  const qreal share = steps_ > 0 && count > 0 ? std::min(1.0, (count - 1) / static_cast<qreal>(steps_)) : 0;
  const qreal right = width() - 8;
  painter.setPen(QPen(theme_.line, 4, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(4, track), QPointF(right, track));
  if (count > 0) {
    painter.setPen(QPen(theme_.accent, 4, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(QPointF(4, track), QPointF(4 + (right - 4) * share, track));
    painter.setPen(QPen(theme_.accent, 2));
    painter.setBrush(theme_.card);
    painter.drawEllipse(QPointF(4 + (right - 4) * share, track), 6, 6);
  }
}

}  // namespace lacuna::ui

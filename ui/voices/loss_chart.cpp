// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/loss_chart.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/chart_keys.h"
#include "ui/fonts.h"
#include "ui/voices/voice_words.h"

namespace lacuna::ui {
namespace {

constexpr int kScaleRoom = 48;   // pixels, left of the plot
constexpr int kStepsRoom = 34;   // below it
constexpr int kLegendRoom = 22;  // above it
constexpr int kRight = 10;
constexpr double kFollow = 0.06;   // of each step in the smooth line
constexpr double kDot = 3.0;       // radius
constexpr int kMostDots = 60;      // more of them would be a band
constexpr double kTallest = 0.25;  // nats above the best that are still drawn: a first step may be anywhere

// The program's palette: a style sheet leaves widgets without their own.
QColor color(QPalette::ColorRole role) { return QGuiApplication::palette().color(role); }

QPen learntPen() { return {color(QPalette::Link), 1.6}; }
QPen heldOutPen() { return {color(QPalette::BrightText), 2.0}; }
QPen withoutPen() {
  QPen pen(color(QPalette::PlaceholderText), 1.2);
  pen.setDashPattern({5, 4});
  return pen;
}

// 1, 2 or 5 of a power of ten, so that about `most` of them fill the range.
double niceStep(double range, int most) {
  const double raw = range / std::max(1, most);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= raw) return factor * power;
  return 10 * power;
}

int digitsOf(double step) { return std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 4); }

}  // namespace

LossChart::LossChart(QWidget* parent) : QWidget(parent) {
  setFont(chromeFont(11));
  setFocusPolicy(Qt::NoFocus);  // until there is something to go through
  setMouseTracking(true);
  setAccessibleName(tr("How it learns"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void LossChart::show(const QVector<storage::VoicePoint>& points, double without, qint64 steps) {
  const bool followed = chosen_ + 1 >= points_.size();
  const qint64 before = points_.value(chosen_).step;
  points_ = points;
  setFocusPolicy(points_.isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
  without_ = without;
  steps_ = std::max(steps, points.isEmpty() ? 0 : points.last().step);
  smoothed_.clear();
  double smooth = storage::kNotMeasured;
  for (const storage::VoicePoint& point : points_) {
    if (std::isnan(smooth)) {
      smooth = point.loss;
    } else if (!std::isnan(point.loss)) {
      smooth += (point.loss - smooth) * std::max(kFollow, 1.0 / static_cast<double>(smoothed_.size() + 1));
    }
    smoothed_.push_back(smooth);
  }
  fitRange();
  int at = static_cast<int>(points_.size()) - 1;
  for (int i = 0; !followed && i < points_.size(); ++i)
    if (points_.at(i).step == before) at = i;
  chosen_ = -1;
  choose(at);
  update();
}

// What is learnt jumps; the line across and what was held out must be seen, and the first steps may be far above.
void LossChart::fitRange() {
  double low = without_;
  double high = without_;
  const auto take = [&](double nats) {
    if (std::isnan(nats)) return;
    low = std::isnan(low) ? nats : std::min(low, nats);
    high = std::isnan(high) ? nats : std::max(high, nats);
  };
  for (const storage::VoicePoint& point : points_) take(point.heldOut);
  for (const double nats : smoothed_) take(nats);
  if (std::isnan(low)) {
    low_ = high_ = 0;
    return;
  }
  const double seen = std::isnan(without_) ? low : std::max(low, without_);
  high = std::min(high, seen + kTallest);
  const double room = std::max(0.01, (high - low) * 0.08);
  low_ = low - room;
  high_ = high + room;
}

void LossChart::choose(int point) {
  const int at = std::clamp(point, -1, static_cast<int>(points_.size()) - 1);
  if (at == chosen_) return;
  chosen_ = at;
  if (hasFocus()) tellRow(this);
  update();
  if (at >= 0) Q_EMIT chose(points_.at(at).step);
}

QRect LossChart::rowRect(int row) const {
  const QRectF in = plot();
  return QRectF(xOf(points_.value(row).step) - 1, in.top(), 3, in.height()).toAlignedRect();
}

QString LossChart::said(int point) const {
  if (point < 0 || point >= points_.size()) return {};
  const storage::VoicePoint& one = points_.at(point);
  QStringList parts;
  if (!std::isnan(smoothed_.at(point))) parts << tr("learnt %1").arg(natsText(smoothed_.at(point)));
  // What was held out is asked now and then: the last answer holds.
  int asked = point;
  while (asked >= 0 && std::isnan(points_.at(asked).heldOut)) --asked;
  if (asked >= 0) parts << tr("held out %1").arg(natsText(points_.at(asked).heldOut));
  if (!std::isnan(without_)) parts << tr("without the voice %1").arg(natsText(without_));
  return tr("Step %1: %2 nats a character").arg(QLocale().toString(one.step), parts.join(QStringLiteral(", ")));
}

QRectF LossChart::plot() const { return QRectF(rect()).adjusted(kScaleRoom, kLegendRoom, -kRight, -kStepsRoom); }

double LossChart::xOf(qint64 step) const {
  const QRectF in = plot();
  return in.left() + in.width() * static_cast<double>(step) / static_cast<double>(std::max<qint64>(1, steps_));
}

double LossChart::yOf(double nats) const {
  const QRectF in = plot();
  return in.bottom() - in.height() * (nats - low_) / (high_ - low_);
}

void LossChart::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(plot(), color(QPalette::Base));
  if (high_ > low_) {
    paintScales(painter);
    painter.save();
    painter.setClipRect(plot().adjusted(-kDot, -kDot, kDot, kDot));
    paintWithout(painter);
    paintLearnt(painter);
    paintHeldOut(painter);
    paintChosen(painter);
    painter.restore();
    paintLegend(painter);
  } else {
    painter.setPen(color(QPalette::PlaceholderText));
    painter.drawText(plot(), static_cast<int>(Qt::AlignCenter) | Qt::TextWordWrap,
                     tr("Nothing has been measured yet."));
  }
  if (!hasFocus()) return;
  painter.setPen(color(QPalette::BrightText));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void LossChart::paintScales(QPainter& painter) const {
  const QRectF in = plot();
  const QFontMetrics metrics = painter.fontMetrics();
  const QLocale locale;
  const double each = niceStep(high_ - low_, std::max(2, static_cast<int>(in.height() / 36)));
  for (double nats = std::ceil(low_ / each) * each; nats <= high_; nats += each) {
    const double y = yOf(nats);
    painter.setPen(color(QPalette::Mid));
    painter.drawLine(QPointF(in.left(), y), QPointF(in.right(), y));
    painter.setPen(color(QPalette::PlaceholderText));
    painter.drawText(QRectF(0, y - metrics.height() / 2.0, kScaleRoom - 7, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, locale.toString(nats, 'f', digitsOf(each)));
  }
  const auto every = std::max<qint64>(1, std::llround(niceStep(static_cast<double>(std::max<qint64>(1, steps_)),
                                                               std::max(2, static_cast<int>(in.width() / 80)))));
  double free = 0;
  for (qint64 step = 0; step <= steps_; step += every) {
    const double x = xOf(step);
    painter.setPen(color(QPalette::Mid));
    painter.drawLine(QPointF(x, in.bottom()), QPointF(x, in.bottom() + 4));
    const QString text = locale.toString(step);
    const int width = metrics.horizontalAdvance(text);
    const double left = std::clamp(x - width / 2.0, 0.0, static_cast<double>(this->width() - width));
    if (left < free) continue;
    painter.setPen(color(QPalette::PlaceholderText));
    painter.drawText(QPointF(left, in.bottom() + 5 + metrics.ascent()), text);
    free = left + width + 8;
  }
  const QRectF below(in.left(), in.bottom() + 4 + metrics.height(), in.width(), metrics.height());
  painter.setPen(color(QPalette::PlaceholderText));
  painter.drawText(below, Qt::AlignCenter,
                   metrics.elidedText(tr("steps; the lower the line, in nats a character, the surer of the words"),
                                      Qt::ElideRight, static_cast<int>(below.width())));
}

void LossChart::paintWithout(QPainter& painter) const {
  if (std::isnan(without_)) return;
  const QRectF in = plot();
  painter.setPen(withoutPen());
  painter.drawLine(QPointF(in.left(), yOf(without_)), QPointF(in.right(), yOf(without_)));
}

// One point a pixel is enough, however many steps there are.
void LossChart::paintLearnt(QPainter& painter) const {
  QPainterPath line;
  double last = -1;
  for (int i = 0; i < points_.size(); ++i) {
    if (std::isnan(smoothed_.at(i))) continue;
    const QPointF at(xOf(points_.at(i).step), yOf(smoothed_.at(i)));
    if (line.isEmpty() && last < 0) {
      line.moveTo(at);
    } else if (at.x() - last < 1 && i + 1 < points_.size()) {
      continue;
    } else {
      line.lineTo(at);
    }
    last = at.x();
  }
  painter.setPen(learntPen());
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(line);
}

void LossChart::paintHeldOut(QPainter& painter) const {
  QVector<QPointF> dots;
  for (const storage::VoicePoint& point : points_)
    if (!std::isnan(point.heldOut)) dots.push_back({xOf(point.step), yOf(point.heldOut)});
  painter.setPen(heldOutPen());
  painter.drawPolyline(dots.constData(), static_cast<int>(dots.size()));
  if (dots.size() > kMostDots) return;
  painter.setBrush(color(QPalette::BrightText));
  painter.setPen(Qt::NoPen);
  for (const QPointF& dot : dots) painter.drawEllipse(dot, kDot, kDot);
}

void LossChart::paintChosen(QPainter& painter) const {
  if (chosen_ < 0) return;
  const QRectF in = plot();
  const double x = xOf(points_.at(chosen_).step);
  painter.setPen(QPen(color(QPalette::WindowText), 1));
  painter.drawLine(QPointF(x, in.top()), QPointF(x, in.bottom()));
}

void LossChart::paintLegend(QPainter& painter) const {
  const QFontMetrics metrics = painter.fontMetrics();
  double x = kScaleRoom;
  const QList<QPair<QPen, QString>> entries{
      {learntPen(), tr("learnt")}, {heldOutPen(), tr("held out")}, {withoutPen(), tr("without the voice")}};
  for (const auto& entry : entries) {
    const int width = metrics.horizontalAdvance(entry.second);
    if (x + 24 + width > this->width()) return;
    painter.setPen(entry.first);
    painter.drawLine(QPointF(x, kLegendRoom / 2.0), QPointF(x + 18, kLegendRoom / 2.0));
    painter.setPen(color(QPalette::WindowText));
    painter.drawText(QRectF(x + 24, 0, width + 2, kLegendRoom), Qt::AlignVCenter | Qt::AlignLeft, entry.second);
    x += 24 + width + 16;
  }
}

void LossChart::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(points_.size()) - 1;
  if (const auto place = placeByKey(event->key(), chosen_, last, std::max(1, last / 20))) {
    choose(*place);
  } else {
    QWidget::keyPressEvent(event);
  }
}

void LossChart::mouseMoveEvent(QMouseEvent* event) {
  if (points_.isEmpty() || high_ <= low_) return;
  const double share = (event->position().x() - plot().left()) / std::max(1.0, plot().width());
  const auto step = static_cast<qint64>(share * static_cast<double>(steps_) + 0.5);
  const auto found =
      std::lower_bound(points_.begin(), points_.end(), step,
                       [](const storage::VoicePoint& point, qint64 wanted) { return point.step < wanted; });
  choose(std::min(static_cast<int>(found - points_.begin()), static_cast<int>(points_.size()) - 1));
  setToolTip(said(chosen_));
}

}  // namespace lacuna::ui

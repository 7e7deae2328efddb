// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/expert_chart.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/voices/voice_words.h"

namespace lacuna::ui {
namespace {

constexpr int kRow = 26;  // pixels
constexpr int kNameRoom = 64;
constexpr int kLegend = 20;

// The program's palette: a style sheet leaves widgets without their own.
QColor color(QPalette::ColorRole role) { return QGuiApplication::palette().color(role); }

}  // namespace

ExpertChart::ExpertChart(QWidget* parent) : QWidget(parent) {
  setFont(chromeFont(11));
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Use of the experts"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ExpertChart::show(const QVector<storage::ExpertUse>& layers) {
  layers_ = layers;
  most_ = 0.01;
  for (const storage::ExpertUse& layer : layers_)
    for (const QVector<double>& shares : {layer.before, layer.now})
      for (const double share : shares) most_ = std::max(most_, share);
  current_ = std::min(current_, rowCount() - 1);
  if (current_ < 0 && !layers_.isEmpty()) current_ = 0;
  updateGeometry();
  update();
}

QString ExpertChart::rowName(int row) const {
  const storage::ExpertUse layer = layers_.value(row);
  QStringList parts;
  for (int i = 0; i < std::max(layer.before.size(), layer.now.size()); ++i) {
    parts << tr("expert %1 %2, now %3")
                 .arg(i + 1)
                 .arg(percentText(layer.before.value(i)), percentText(layer.now.value(i)));
  }
  return tr("Layer %1: %2").arg(layer.layer + 1).arg(parts.join(QStringLiteral("; ")));
}

QRect ExpertChart::rowRect(int row) const { return {0, kLegend + row * kRow, width(), kRow}; }

QSize ExpertChart::sizeHint() const { return {420, kLegend + std::max(1, rowCount()) * kRow + 2}; }

void ExpertChart::takeRow(int row) {
  if (row < 0 || row >= rowCount()) return;
  current_ = row;
  update();
  tellRow(this);
  Q_EMIT chose(rowName(row));
}

void ExpertChart::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  int x = kNameRoom;
  const QFontMetrics metrics = painter.fontMetrics();
  for (const bool now : {false, true}) {
    const QString name = now ? tr("now") : tr("before");
    const QRectF swatch(x, kLegend / 2 - 5, 10, 10);
    if (now) {
      painter.fillRect(swatch, color(QPalette::BrightText));
    } else {
      painter.setPen(color(QPalette::PlaceholderText));
      painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.setPen(color(QPalette::WindowText));
    painter.drawText(QRect(x + 16, 0, width(), kLegend), Qt::AlignVCenter | Qt::AlignLeft, name);
    x += 16 + metrics.horizontalAdvance(name) + 16;
  }
  for (int row = 0; row < rowCount(); ++row) paintRow(painter, row);
  if (!hasFocus()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(color(QPalette::BrightText));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
}

void ExpertChart::paintRow(QPainter& painter, int row) const {
  const QRect room = rowRect(row);
  if (row == current_) painter.fillRect(room, color(QPalette::Highlight));
  const storage::ExpertUse& layer = layers_.at(row);
  painter.setPen(color(row == current_ ? QPalette::HighlightedText : QPalette::PlaceholderText));
  painter.drawText(room.adjusted(6, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, tr("Layer %1").arg(layer.layer + 1));
  const auto experts = std::max<qsizetype>(1, std::max(layer.before.size(), layer.now.size()));
  const double each = (room.width() - kNameRoom - 6.0) / static_cast<double>(experts);
  const double bar = std::max(1.0, std::min(14.0, (each - 3) / 2));
  const double bottom = room.bottom() - 2;
  const auto height = [this](double share) { return std::max(1.0, share / most_ * (kRow - 5)); };
  for (int i = 0; i < experts; ++i) {
    const double left = room.left() + kNameRoom + i * each;
    const double before = height(layer.before.value(i));
    const double now = height(layer.now.value(i));
    painter.setPen(color(QPalette::PlaceholderText));
    painter.drawRect(QRectF(left + 0.5, bottom - before + 0.5, bar - 1, before - 1));
    painter.fillRect(QRectF(left + bar, bottom - now, bar, now), color(QPalette::BrightText));
  }
}

void ExpertChart::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Up:
      takeRow(std::max(0, current_ - 1));
      break;
    case Qt::Key_Down:
      takeRow(std::min(rowCount() - 1, current_ + 1));
      break;
    case Qt::Key_Home:
      takeRow(0);
      break;
    case Qt::Key_End:
      takeRow(rowCount() - 1);
      break;
    default:
      QWidget::keyPressEvent(event);
  }
}

void ExpertChart::mousePressEvent(QMouseEvent* event) { takeRow((event->pos().y() - kLegend) / kRow); }

}  // namespace lacuna::ui

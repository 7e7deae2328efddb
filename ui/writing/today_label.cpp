// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/today_label.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPainter>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kLine = 2;     // pixels
constexpr int kBelow = 3;    // between it and the lower edge
constexpr int kAround = 13;  // left and right of the words

}  // namespace

TodayLabel::TodayLabel(QWidget* parent) : QLabel(parent) {
  setToolTip(tr("Words that you typed today; click for what was written and for goals"));
}

void TodayLabel::show(const storage::WritingToday& today) {
  typed_ = today.count.typed;
  goal_ = today.goal;
  const QLocale locale;
  const QString typed = locale.toString(typed_);
  setText(goal_ <= 0  ? tr("today %1").arg(typed)
          : reached() ? tr("today %1 / %2 \u2713").arg(typed, locale.toString(goal_))
                      : tr("today %1 / %2").arg(typed, locale.toString(goal_)));
  setAccessibleDescription(goal_ <= 0  ? tr("%1 words").arg(typed)
                           : reached() ? tr("%1 of %2 words, the goal is reached").arg(typed, locale.toString(goal_))
                                       : tr("%1 of %2 words").arg(typed, locale.toString(goal_)));
  update();
}

void TodayLabel::paintEvent(QPaintEvent* event) {
  QLabel::paintEvent(event);
  if (goal_ <= 0 || text().isEmpty()) return;
  QPainter painter(this);
  const QRect line(kAround, height() - kBelow - kLine, width() - 2 * kAround, kLine);
  painter.fillRect(line, QGuiApplication::palette().color(QPalette::Mid));
  const double share = std::min(1.0, static_cast<double>(typed_) / goal_);
  painter.fillRect(QRect(line.left(), line.top(), static_cast<int>(line.width() * share), kLine),
                   QGuiApplication::palette().color(QPalette::Link));
}

}  // namespace lacuna::ui

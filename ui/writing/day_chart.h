// SPDX-License-Identifier: GPL-3.0-or-later
// Words by day or week, as bars: typed at the bottom, what was pasted and generated above it, each in a look of its
// own. The keys Left, Right, Home and End and the mouse choose a bar. UI thread only.
#pragma once

#include <QWidget>

#include "ui/writing/writing_figures.h"

namespace lacuna::ui {

class DayChart : public QWidget {
  Q_OBJECT
 public:
  explicit DayChart(QWidget* parent = nullptr);

  // goal: words a day; 0: none. The chosen bar stays where it is of the same day, else it is the last one.
  void show(const QVector<ChartBar>& bars, int goal);
  const QVector<ChartBar>& bars() const { return bars_; }
  int chosen() const { return chosen_; }  // -1: there is none
  void choose(int bar);
  // "Monday, 30 November: 412 typed, 20 pasted, 35 generated (7%), 48 min"
  QString said(int bar) const;
  QSize sizeHint() const override { return {560, 220}; }
  QSize minimumSizeHint() const override { return {240, 110}; }

 Q_SIGNALS:
  void chose(const QString& said);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  QRect plot() const;
  QRect column(int bar) const;  // as high as the plot
  int barAt(const QPoint& point) const;
  int highest() const;  // words at the upper edge
  void paintScale(QPainter& painter, const QRect& plot) const;
  void paintBar(QPainter& painter, int bar, const QRect& plot) const;
  void paintDates(QPainter& painter, const QRect& plot) const;

  QVector<ChartBar> bars_;
  int goal_ = 0;
  int chosen_ = -1;
};

// What the chart's three looks stand for, on one line. UI thread only.
class ChartLegend : public QWidget {
 public:
  explicit ChartLegend(QWidget* parent = nullptr);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// How a voice learns: nats a character over steps, of what it learns from, of what was held out, and, as a line across,
// of the model without it. The mouse and the keys Left, Right, Page, Home and End choose a step, whose values are said.
// UI thread only.
#pragma once

#include <QWidget>

#include "storage/values/voices.h"
#include "ui/painted_rows.h"

namespace lacuna::ui {

class LossChart : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit LossChart(QWidget* parent = nullptr);

  // Points ascend by step. without: nats a character of the model without the voice; NaN: not measured. steps: that
  // there will be; the axis ends there, or where the points do.
  void show(const QVector<storage::VoicePoint>& points, double without, qint64 steps);
  int chosen() const { return chosen_; }  // of the points; -1: none
  void choose(int point);
  // "Step 250: learnt 1.012, held out 1.034, without the voice 1.080 nats a character"
  QString said(int point) const;
  // Of each point, as the line is drawn; an average that follows slowly.
  const QVector<double>& smoothed() const { return smoothed_; }
  // What the vertical axis goes from and to, nats a character; equal: there is nothing to draw.
  QPair<double, double> range() const { return {low_, high_}; }
  // For a screen reader: a row a point.
  int rowCount() const override { return static_cast<int>(points_.size()); }
  QString rowName(int row) const override { return said(row); }
  QRect rowRect(int row) const override;
  int currentRow() const override { return chosen_; }
  void takeRow(int row) override { choose(row); }
  QSize sizeHint() const override { return {480, 230}; }
  QSize minimumSizeHint() const override { return {220, 140}; }

 Q_SIGNALS:
  void chose(qint64 step);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override { mouseMoveEvent(event); }

 private:
  QRectF plot() const;
  double xOf(qint64 step) const;
  double yOf(double nats) const;
  void fitRange();
  void paintScales(QPainter& painter) const;
  void paintWithout(QPainter& painter) const;
  void paintLearnt(QPainter& painter) const;
  void paintHeldOut(QPainter& painter) const;
  void paintChosen(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;

  QVector<storage::VoicePoint> points_;
  QVector<double> smoothed_;
  double without_ = storage::kNotMeasured;
  qint64 steps_ = 0;
  double low_ = 0;
  double high_ = 0;
  int chosen_ = -1;
};

}  // namespace lacuna::ui

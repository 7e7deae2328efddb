// SPDX-License-Identifier: GPL-3.0-or-later
// Two curves over the steps of a run: the share of tokens that are settled, filled, and their mean entropy, dashed; a
// line stands at the step that is shown. UI thread only.
#pragma once

#include <QWidget>

#include "ui/runs/run_steps.h"
#include "ui/theme.h"

class QChart;
class QChartView;
class QAreaSeries;
class QLabel;
class QLineSeries;
class QScatterSeries;

namespace lacuna::ui {

class StepChart : public QWidget {
  Q_OBJECT
 public:
  static constexpr int kTextRoom = 92;  // pixels to the right of the curves, for the figures

  explicit StepChart(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // steps: how many there will be; shown: index in the curves.
  void show(const RunCurves& curves, int steps, int shown);
  void showPlace(int shown);

 Q_SIGNALS:
  void chosen(int index);  // a click on the chart

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  RunCurves curves_;
  int steps_ = 1;
  float highest_ = 1;
  QChart* chart_;
  QChartView* view_;
  QLineSeries* settled_;
  QLineSeries* floor_;
  QAreaSeries* area_;
  QLineSeries* entropy_;
  QLineSeries* line_;
  QScatterSeries* dot_;
  QLabel* settledText_;
  QLabel* entropyText_;
};

}  // namespace lacuna::ui

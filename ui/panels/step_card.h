// SPDX-License-Identifier: GPL-3.0-or-later
// Which step of a run is shown: its curves, a slider over its steps, playing, branching and comparing.
// Keys on the slider: left, right, Home, End; Space plays; B branches. UI thread only.
#pragma once

#include <QComboBox>
#include <QSlider>

#include "ui/panels/card.h"
#include "ui/panels/step_chart.h"
#include "ui/runs/run_model.h"

namespace lacuna::ui {

class StepCard : public Card {
  Q_OBJECT
 public:
  StepCard(RunModel& model, QWidget* parent);
  void setTheme(const Theme& theme) { chart_->setTheme(theme); }
  // Of the run that goes on; 0: not known.
  void setStepMs(double milliseconds);
  QSlider* slider() const { return slider_; }

 Q_SIGNALS:
  // With the run's own seed, or with another.
  void branchWanted(bool sameSeed);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void showRun();
  void showPlace();
  void showPlaying();
  void goToNumber(int number);
  void togglePlay();
  void toggleCompare();

  RunModel& model_;
  StepChart* chart_;
  QSlider* slider_;
  QToolButton* back_;
  QToolButton* play_;
  QToolButton* forth_;
  QComboBox* pace_;
  QToolButton* branch_;
  QToolButton* compare_;
  double stepMs_ = 0;
};

}  // namespace lacuna::ui

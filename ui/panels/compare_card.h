// SPDX-License-Identifier: GPL-3.0-or-later
// Two places of a run side by side, or one above the other where the panel is narrow. What differs is marked by shape:
// a wave under other words, dots under another guess, a line where only one has settled. UI thread only.
#pragma once

#include <QBoxLayout>
#include <QComboBox>

#include "ui/panels/card.h"
#include "ui/panels/step_text.h"
#include "ui/runs/run_model.h"

namespace lacuna::ui {

class CompareCard : public Card {
  Q_OBJECT
 public:
  CompareCard(RunModel& model, QWidget* parent);
  void setTheme(const Theme& theme);
  StepText* left() const { return left_; }
  StepText* right() const { return right_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void show();
  void fillCandidates();

  RunModel& model_;
  QBoxLayout* columns_;
  QComboBox* candidate_;
  QLabel* leftName_;
  QLabel* rightName_;
  StepText* left_;
  StepText* right_;
};

}  // namespace lacuna::ui

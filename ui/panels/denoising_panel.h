// SPDX-License-Identifier: GPL-3.0-or-later
// Beside the page: the step a run is at and its candidates. UI thread only.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/editor/gap_controller.h"
#include "ui/panels/candidate_row.h"
#include "ui/panels/curve_view.h"
#include "ui/theme.h"

namespace lacuna::ui {

class DenoisingPanel : public QFrame {
  Q_OBJECT
 public:
  explicit DenoisingPanel(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // null: nothing denoises.
  void showRun(const GapRun* run);
  // Where the keys come in from the page: the first candidate, or null.
  QWidget* firstStop() const;

 Q_SIGNALS:
  void candidateChosen(int index);

 private:
  QFrame* card(const QString& title, QLabel*& note, QVBoxLayout*& body);

  Theme theme_;
  QVBoxLayout* column_ = nullptr;
  QLabel* stepTitle_ = nullptr;
  QLabel* stepNote_ = nullptr;
  QLabel* hint_ = nullptr;
  QLabel* candidatesNote_ = nullptr;
  QFrame* candidatesCard_ = nullptr;
  QVBoxLayout* candidatesBody_ = nullptr;
  CurveView* curve_ = nullptr;
  QVector<CandidateRow*> rows_;
};

}  // namespace lacuna::ui

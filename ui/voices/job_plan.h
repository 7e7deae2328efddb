// SPDX-License-Identifier: GPL-3.0-or-later
// A job before it starts: how long and how strongly it is to learn, and what a dry run has measured. UI thread only.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "ui/elided_label.h"
#include "ui/voices/voice_acts.h"

namespace lacuna::ui {

class JobPlan : public QWidget {
  Q_OBJECT
 public:
  JobPlan(VoiceActs& acts, QWidget* parent);

  void show(const storage::VoiceJob& job);
  // As it stands in the fields.
  storage::VoiceSettings settings() const;
  // A dry run of this job goes on.
  void showMeasuring(bool on);
  QSpinBox* minutes() const { return minutes_; }
  QComboBox* strength() const { return strength_; }
  QPushButton* start() const { return start_; }
  QPushButton* measure() const { return measure_; }
  QToolButton* moreSwitch() const { return moreSwitch_; }
  QString plan() const { return plan_->text(); }

 private:
  QWidget* makeMore();
  void setFields(const storage::VoiceSettings& settings);
  void tell();  // what was changed

  VoiceActs& acts_;
  storage::VoiceJob job_;
  bool setting_ = false;
  bool measuring_ = false;
  QLineEdit* name_;
  ElidedLabel* corpus_;
  QSpinBox* minutes_;
  QComboBox* strength_;
  QToolButton* moreSwitch_;
  QWidget* more_ = nullptr;
  QDoubleSpinBox* rate_ = nullptr;  // thousandths
  QSpinBox* rehearsal_ = nullptr;   // percent
  QSpinBox* patience_ = nullptr;
  QSpinBox* seed_ = nullptr;
  QComboBox* device_ = nullptr;
  QCheckBox* hours_ = nullptr;
  QSpinBox* from_ = nullptr;
  QSpinBox* until_ = nullptr;
  QCheckBox* battery_ = nullptr;
  QLabel* plan_;
  QPushButton* measure_;
  QPushButton* start_;
};

}  // namespace lacuna::ui

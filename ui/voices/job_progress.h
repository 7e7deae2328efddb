// SPDX-License-Identifier: GPL-3.0-or-later
// A job that was started: how far it is, how it learns, what it makes of words that it has not seen, and what can be
// done with it. UI thread only.
#pragma once

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

#include "ui/voices/expert_chart.h"
#include "ui/voices/loss_chart.h"
#include "ui/voices/sample_strip.h"
#include "ui/voices/voice_acts.h"

namespace lacuna::ui {

class JobProgress : public QWidget {
  Q_OBJECT
 public:
  JobProgress(VoiceActs& acts, QWidget* parent);

  // queued: how many wait in the queue, itself among them.
  void show(const storage::VoiceJob& job, int queued);
  // Its points, samples and experts; of another job: not yet.
  void showDetails(const storage::VoiceJobView& view);
  LossChart* chart() const { return chart_; }
  SampleStrip* samples() const { return samples_; }
  ExpertChart* experts() const { return experts_; }
  QString state() const { return state_->text(); }

 private:
  QPushButton* button(const QString& text, const QString& tip, void (VoiceActs::*act)(const QString&));
  void enable(int queued);

  VoiceActs& acts_;
  storage::VoiceJob job_;
  QLabel* state_;
  QProgressBar* bar_;
  QLabel* figures_;
  QLabel* gain_;
  QLayout* row_;
  QPushButton* pause_;
  QPushButton* resume_;
  QPushButton* stop_;
  QPushButton* earlier_;
  QPushButton* later_;
  LossChart* chart_;
  QLabel* chosen_;
  QLabel* samplesHead_;
  SampleStrip* samples_;
  QLabel* expertsHead_;
  ExpertChart* experts_;
  QLabel* expertsSaid_;
};

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// A job: what it is to do before it starts, how it goes from then on. UI thread only.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/voices/job_plan.h"
#include "ui/voices/job_progress.h"

namespace lacuna::ui {

class JobPage : public QWidget {
  Q_OBJECT
 public:
  JobPage(VoiceActs& acts, QWidget* parent);

  void show(const storage::VoiceJob& job, int queued);
  const storage::VoiceJob& job() const { return job_; }
  // Asks where something that was learnt goes.
  void remove();
  JobPlan* plan() const { return plan_; }
  JobProgress* progress() const { return progress_; }

 private:
  VoiceActs& acts_;
  storage::VoiceJob job_;
  QLabel* title_;
  JobPlan* plan_;
  JobProgress* progress_;
  QPushButton* remove_;
};

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/job_progress.h"

#include <QVBoxLayout>

#include "ui/act_button.h"
#include "ui/fonts.h"
#include "ui/voices/flow_layout.h"
#include "ui/voices/voice_words.h"

namespace lacuna::ui {
namespace {

constexpr int kBarSteps = 1000;

QLabel* makeLabel(const char* role, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  if (role != nullptr) label->setProperty("role", role);
  return label;
}

}  // namespace

JobProgress::JobProgress(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      state_(makeLabel(nullptr, this)),
      bar_(new QProgressBar(this)),
      figures_(makeLabel("soft", this)),
      gain_(makeLabel(nullptr, this)),
      row_(new FlowLayout),
      chart_(new LossChart(this)),
      chosen_(makeLabel("soft", this)),
      samplesHead_(makeLabel("caption", this)),
      samples_(new SampleStrip(this)),
      expertsHead_(makeLabel("caption", this)),
      experts_(new ExpertChart(this)),
      expertsSaid_(makeLabel("soft", this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  state_->setAccessibleName(tr("State"));
  bar_->setRange(0, kBarSteps);
  bar_->setTextVisible(false);
  bar_->setFixedHeight(6);
  bar_->setAccessibleName(tr("How far it is"));
  chosen_->setFont(chromeFont(11));
  expertsSaid_->setFont(chromeFont(11));
  samplesHead_->setText(tr("In words that it has not seen"));
  expertsHead_->setText(tr("Use of the experts"));
  pause_ = button(tr("&Pause"), tr("At the next step; nothing of what it has learnt is lost"), &VoiceActs::pauseWanted);
  resume_ = button(tr("&Go on"), tr("Where it was"), &VoiceActs::resumeWanted);
  stop_ = button(tr("S&top, and keep the best"),
                 tr("It ends at the next step, and what it was best at becomes a voice"), &VoiceActs::stopWanted);
  earlier_ = button(tr("&Earlier"), tr("Before the one that waits ahead of it"), nullptr);
  later_ = button(tr("&Later"), tr("Behind the one that waits after it"), nullptr);
  connect(earlier_, &QPushButton::clicked, this, [this] { Q_EMIT acts_.jobMoved(job_.id, job_.position - 1); });
  connect(later_, &QPushButton::clicked, this, [this] { Q_EMIT acts_.jobMoved(job_.id, job_.position + 1); });
  for (QWidget* part : {static_cast<QWidget*>(state_), static_cast<QWidget*>(bar_), static_cast<QWidget*>(figures_),
                        static_cast<QWidget*>(gain_)})
    column->addWidget(part);
  column->addLayout(row_);
  for (QWidget* part :
       {static_cast<QWidget*>(chart_), static_cast<QWidget*>(chosen_), static_cast<QWidget*>(samplesHead_),
        static_cast<QWidget*>(samples_), static_cast<QWidget*>(expertsHead_), static_cast<QWidget*>(experts_),
        static_cast<QWidget*>(expertsSaid_)})
    column->addWidget(part);
  connect(chart_, &LossChart::chose, this, [this](qint64 step) {
    chosen_->setText(chart_->said(chart_->chosen()));
    // Who looks along the curve sees what was said there; who lets it follow sees the newest.
    if (chart_->hasFocus() || chart_->underMouse()) samples_->setStep(step);
  });
  connect(experts_, &ExpertChart::chose, expertsSaid_, &QLabel::setText);
}

QPushButton* JobProgress::button(const QString& text, const QString& tip, void (VoiceActs::*act)(const QString&)) {
  QPushButton* made = actButton(text, tip, this);
  row_->addWidget(made);
  if (act != nullptr) connect(made, &QPushButton::clicked, this, [this, act] { Q_EMIT(acts_.*act)(job_.id); });
  return made;
}

void JobProgress::show(const storage::VoiceJob& job, int queued) {
  const bool other = job.id != job_.id;
  job_ = job;
  const QString state = stateText(job_.state);
  state_->setText(job_.note.isEmpty() ? state : QStringLiteral("%1: %2").arg(state, job_.note));
  bar_->setValue(static_cast<int>(shareDone(job_) * kBarSteps));
  figures_->setText(progressText(job_));
  figures_->setVisible(!figures_->text().isEmpty());
  gain_->setText(gainText(job_.heldOutBefore, isOver(job_.state) ? job_.heldOutBest : job_.heldOut));
  gain_->setVisible(!gain_->text().isEmpty());
  enable(queued);
  if (!other) return;
  storage::VoiceJobView none;
  none.job = job_;
  showDetails(none);
}

void JobProgress::enable(int queued) {
  using storage::JobState;
  const JobState state = job_.state;
  pause_->setVisible(state == JobState::Running || state == JobState::Queued);
  resume_->setVisible(state == JobState::Paused || state == JobState::Failed || state == JobState::Stopped);
  stop_->setVisible(job_.step > 0 &&
                    (state == JobState::Running || state == JobState::Pausing || state == JobState::Paused));
  earlier_->setVisible(state == JobState::Queued && queued > 1);
  later_->setVisible(state == JobState::Queued && queued > 1);
  earlier_->setEnabled(job_.position > 1);
  later_->setEnabled(job_.position < queued);
}

void JobProgress::showDetails(const storage::VoiceJobView& view) {
  if (view.job.id != job_.id) return;
  chart_->show(view.points, view.job.heldOutBefore, view.job.steps);
  chosen_->setText(chart_->said(chart_->chosen()));
  samples_->show(view.samples);
  const bool experts = !view.experts.isEmpty();
  for (QWidget* part :
       {static_cast<QWidget*>(expertsHead_), static_cast<QWidget*>(experts_), static_cast<QWidget*>(expertsSaid_)})
    part->setVisible(experts);
  experts_->show(view.experts);
  expertsSaid_->setText(experts ? experts_->rowName(experts_->currentRow()) : QString());
}

}  // namespace lacuna::ui

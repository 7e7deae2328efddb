// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/job_page.h"

#include <QMessageBox>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {

JobPage::JobPage(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      title_(new QLabel(this)),
      plan_(new JobPlan(acts, this)),
      progress_(new JobProgress(acts, this)),
      remove_(new QPushButton(tr("&Delete the job"), this)) {
  auto* column = new QVBoxLayout(this);
  title_->setFont(chromeFont(15, QFont::DemiBold));
  title_->setTextFormat(Qt::PlainText);
  title_->setWordWrap(true);
  remove_->setAutoDefault(false);
  remove_->setToolTip(tr("With its curves and samples; the voice that came of it stays"));
  column->addWidget(title_);
  column->addWidget(plan_);
  column->addWidget(progress_);
  column->addWidget(remove_, 0, Qt::AlignLeft);
  column->addStretch();
  connect(remove_, &QPushButton::clicked, this, &JobPage::remove);
}

void JobPage::show(const storage::VoiceJob& job, int queued) {
  job_ = job;
  title_->setText(job_.name);
  const bool draft = job_.state == storage::JobState::Draft;
  plan_->setVisible(draft);
  progress_->setVisible(!draft);
  if (draft) {
    plan_->show(job_);
  } else {
    progress_->show(job_, queued);
  }
  remove_->setEnabled(job_.state != storage::JobState::Running && job_.state != storage::JobState::Pausing);
}

void JobPage::remove() {
  if (!remove_->isEnabled()) {
    Q_EMIT acts_.sentence(tr("This job is at work: stop or pause it first."));
    return;
  }
  const bool kept = job_.state == storage::JobState::Done || job_.state == storage::JobState::Stopped;
  if (job_.step > 0 && !kept) {
    QMessageBox box(
        QMessageBox::Question, tr("Delete the job"),
        tr("Delete \u201C%1\u201D? What it has learnt so far goes with it, and no voice comes of it.").arg(job_.name),
        QMessageBox::NoButton, this);
    QPushButton* gone = box.addButton(tr("&Delete"), QMessageBox::DestructiveRole);
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox::RejectRole));
    box.exec();
    if (box.clickedButton() != gone) return;
  }
  Q_EMIT acts_.jobRemoved(job_.id);
}

}  // namespace lacuna::ui

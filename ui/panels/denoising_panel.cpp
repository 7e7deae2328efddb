// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/denoising_panel.h"

#include <QHBoxLayout>
#include <cmath>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

// exp(mean log-probability): how likely the model finds a token of it, 0 to 1.
QString scoreText(float score) {
  const double p = std::exp(static_cast<double>(std::min(score, 0.0F)));
  return p >= 0.995 ? QStringLiteral("1.0") : QString::number(p, 'f', 2).mid(1);
}

}  // namespace

DenoisingPanel::DenoisingPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("side"));
  setAccessibleName(tr("Denoising"));
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(16, 14, 16, 14);
  column_->setSpacing(12);
  auto* title = new QLabel(tr("Denoising"), this);
  title->setProperty("role", QStringLiteral("title"));
  title->setContentsMargins(2, 0, 0, 0);
  column_->addWidget(title);

  QVBoxLayout* body = nullptr;
  QFrame* stepCard = card(tr("No gap"), stepNote_, body);
  stepTitle_ = stepCard->findChild<QLabel*>(QStringLiteral("cardTitle"));
  curve_ = new CurveView(stepCard);
  hint_ = new QLabel(tr("Select words to rewrite, or stand where they are missing, and press Ctrl+G. "
                        "Or write [[\u2026]] and [[12 words]], and fill them all with Ctrl+Shift+Enter. "
                        "Ctrl+. says how."),
                     stepCard);
  hint_->setWordWrap(true);
  hint_->setProperty("role", QStringLiteral("soft"));
  body->addWidget(curve_);
  body->addWidget(hint_);

  candidatesCard_ = card(tr("Candidates"), candidatesNote_, candidatesBody_);
  candidatesBody_->setSpacing(2);

  column_->addStretch(1);
  showRun(nullptr);
}

QFrame* DenoisingPanel::card(const QString& title, QLabel*& note, QVBoxLayout*& body) {
  auto* frame = new QFrame(this);
  frame->setObjectName(QStringLiteral("card"));
  body = new QVBoxLayout(frame);
  body->setContentsMargins(12, 10, 12, 12);
  body->setSpacing(7);
  auto* head = new QHBoxLayout;
  auto* label = new QLabel(title, frame);
  label->setObjectName(QStringLiteral("cardTitle"));
  label->setFont(chromeFont(12, QFont::DemiBold));
  note = new QLabel(frame);
  note->setFont(chromeFont(11));
  note->setProperty("role", QStringLiteral("soft"));
  head->addWidget(label);
  head->addStretch();
  head->addWidget(note);
  body->addLayout(head);
  column_->addWidget(frame);
  return frame;
}

void DenoisingPanel::setTheme(const Theme& theme) {
  theme_ = theme;
  curve_->setTheme(theme);
  for (CandidateRow* row : std::as_const(rows_)) row->update();
}

QWidget* DenoisingPanel::firstStop() const {
  return !rows_.isEmpty() && rows_.first()->isVisible() ? rows_.first() : nullptr;
}

void DenoisingPanel::showRun(const GapRun* run) {
  const bool any = run != nullptr;
  const bool framed = any && !run->settledCurve.isEmpty();
  hint_->setVisible(!any);
  curve_->setVisible(any);
  candidatesCard_->setVisible(framed);
  if (!any) {
    stepTitle_->setText(tr("No gap"));
    stepNote_->clear();
    return;
  }
  const int steps = run->frame.steps > 0 ? run->frame.steps : run->ask.steps;
  curve_->show(run->settledCurve, run->doubtCurve, steps);
  if (run->state == GapRun::Queued) {
    stepTitle_->setText(tr("Waiting for the model"));
    stepNote_->clear();
  } else if (run->state == GapRun::Sent && run->frame.step <= 0) {
    stepTitle_->setText(tr("Reading the page"));
    stepNote_->setText(run->contextTotal > 0 ? tr("%1 of %2 tokens").arg(run->contextDone).arg(run->contextTotal)
                                             : QString());
  } else if (run->state == GapRun::Sent) {
    stepTitle_->setText(tr("Step %1").arg(run->frame.step));
    stepNote_->setText(tr("of %1 \u00b7 %2 ms each").arg(steps).arg(qRound(run->stepMs)));
  } else {
    stepTitle_->setText(tr("Settled"));
    stepNote_->setText(tr("%1 steps \u00b7 %2 s").arg(steps).arg(run->result.seconds, 0, 'f', 1));
  }
  const bool done = run->state == GapRun::Done;
  const int count = static_cast<int>(done ? run->result.candidates.size() : run->frame.tokens.size());
  candidatesNote_->setText(done ? tr("confidence") : tr("taking shape"));
  while (rows_.size() < count) {
    auto* row = new CandidateRow(candidatesCard_);
    const int index = static_cast<int>(rows_.size());
    connect(row, &CandidateRow::clicked, this, [this, index] { Q_EMIT candidateChosen(index); });
    candidatesBody_->addWidget(row);
    rows_.push_back(row);
  }
  for (int i = 0; i < rows_.size(); ++i) {
    rows_.at(i)->setVisible(i < count);
    if (i >= count) continue;
    if (done) {
      const CandidateView& c = run->result.candidates.at(i);
      rows_.at(i)->show(c.fills.join(QStringLiteral(" \u00b7 ")).simplified(), scoreText(c.score), i == run->candidate,
                        theme_);
    } else {
      rows_.at(i)->show(run->preview(i), QStringLiteral("\u2026"), i == run->shown, theme_);
    }
  }
  candidatesBody_->activate();
  column_->activate();
}

}  // namespace lacuna::ui

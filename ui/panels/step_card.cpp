// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/step_card.h"

#include <QKeyEvent>
#include <QMenu>
#include <QSettings>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kPaces[] = {2, 4, 8, 16, 32};  // steps a second

constexpr int kButtonWidth = 36;  // whatever it shows: those beside it keep still

const QString kPlay = QStringLiteral("\u25b6");
const QString kPause = QStringLiteral("\u275a\u275a");

}  // namespace

StepCard::StepCard(RunModel& model, QWidget* parent) : Card(tr("Step"), parent), model_(model) {
  chart_ = new StepChart(this);
  slider_ = new QSlider(Qt::Horizontal, this);
  slider_->setAccessibleName(tr("Step"));
  slider_->setToolTip(tr("Left and right go through the steps, Space plays, B branches from here"));
  slider_->setPageStep(4);
  slider_->setFocusPolicy(Qt::StrongFocus);
  slider_->installEventFilter(this);
  body()->addWidget(chart_);
  auto* under = new QHBoxLayout;  // as wide as the curves, so that its knob stands below the chart's line
  under->setContentsMargins(0, 0, StepChart::kTextRoom, 0);
  under->addWidget(slider_);
  body()->addLayout(under);

  auto* row = new QHBoxLayout;
  row->setSpacing(2);
  back_ = quietButton(QStringLiteral("|\u25c0"), tr("The step before (Left)"), this);
  play_ = quietButton(kPlay, QString(), this);
  forth_ = quietButton(QStringLiteral("\u25b6|"), tr("The next step (Right)"), this);
  pace_ = new QComboBox(this);
  pace_->setAccessibleName(tr("Pace"));
  pace_->setToolTip(tr("Steps a second"));
  pace_->setFont(chromeFont(12));
  for (const int pace : kPaces) pace_->addItem(tr("%1/s").arg(pace), pace);
  pace_->setCurrentIndex(qBound(0, QSettings().value(QStringLiteral("runs/pace"), 2).toInt(), 4));
  branch_ = quietButton(tr("\u2387 Branch"), tr("Go on from this step with another seed (B)"), this);
  branch_->setPopupMode(QToolButton::MenuButtonPopup);
  auto* menu = new QMenu(branch_);
  menu->addAction(tr("With &another seed"), this, [this] { Q_EMIT branchWanted(false); });
  menu->addAction(tr("With the &same seed"), this, [this] { Q_EMIT branchWanted(true); });
  branch_->setMenu(menu);
  compare_ = quietButton(tr("\u21c4 Compare"), tr("Keep this step beside the one that you go to"), this);
  compare_->setCheckable(true);
  for (QToolButton* button : {back_, forth_}) button->setAccessibleName(button->toolTip());
  for (QToolButton* button : {back_, play_, forth_}) {
    button->setMinimumWidth(kButtonWidth);
    row->addWidget(button);
  }
  row->addWidget(pace_);
  row->addStretch();
  body()->addLayout(row);
  auto* acts = new QHBoxLayout;
  acts->setSpacing(2);
  acts->addWidget(branch_);
  acts->addWidget(compare_);
  acts->addStretch();
  body()->addLayout(acts);

  connect(slider_, &QSlider::valueChanged, this, &StepCard::goToNumber);
  connect(slider_, &QSlider::sliderPressed, this, [this] { model_.pause(); });
  connect(chart_, &StepChart::chosen, this, [this](int index) { model_.goToStep(index); });
  connect(back_, &QToolButton::clicked, this, [this] { model_.stepBy(-1); });
  connect(forth_, &QToolButton::clicked, this, [this] { model_.stepBy(1); });
  connect(play_, &QToolButton::clicked, this, &StepCard::togglePlay);
  connect(branch_, &QToolButton::clicked, this, [this] { Q_EMIT branchWanted(false); });
  connect(compare_, &QToolButton::clicked, this, &StepCard::toggleCompare);
  connect(pace_, &QComboBox::currentIndexChanged, this, [this](int index) {
    QSettings().setValue(QStringLiteral("runs/pace"), index);
    if (model_.playing()) model_.play(pace_->currentData().toInt());
  });
  connect(&model_, &RunModel::runChanged, this, &StepCard::showRun);
  connect(&model_, &RunModel::placeChanged, this, &StepCard::showPlace);
  connect(&model_, &RunModel::playingChanged, this, &StepCard::showPlaying);
  showPlaying();
  showRun();
}

void StepCard::showPlaying() {
  play_->setText(model_.playing() ? kPause : kPlay);
  play_->setToolTip(model_.playing() ? tr("Pause (Space)") : tr("Play (Space)"));
  play_->setAccessibleName(play_->toolTip());
}

void StepCard::setStepMs(double milliseconds) {
  stepMs_ = milliseconds;
  showPlace();
}

void StepCard::showRun() {
  const QSignalBlocker block(slider_);
  // As far as the chart goes, so that the knob stands below its line: a run that goes on, or was stopped, has fewer.
  const Trajectory& steps = model_.run().steps;
  slider_->setRange(steps.isEmpty() ? 0 : steps.first().step,
                    std::max(model_.run().item.steps, steps.isEmpty() ? 0 : steps.last().step));
  chart_->show(curvesOf(model_.run(), model_.place().candidate), model_.run().item.steps, model_.place().step);
  showPlace();
}

void StepCard::showPlace() {
  const QSignalBlocker block(slider_);
  slider_->setValue(model_.stepNumber());
  chart_->showPlace(model_.place().step);
  setTitle(tr("Step %1").arg(model_.stepNumber()));
  const int steps = model_.run().item.steps;
  const bool timed = model_.run().live && stepMs_ > 0;
  setNote(timed ? tr("of %1 \u00b7 %2 ms each").arg(steps).arg(qRound(stepMs_)) : tr("of %1").arg(steps));
  slider_->setAccessibleDescription(tr("Step %1 of %2").arg(model_.stepNumber()).arg(steps));
  const bool whole = !model_.run().text.isEmpty();
  const bool before = model_.stepNumber() < steps;
  branch_->setEnabled(whole && before);
  branch_->setToolTip(!whole    ? tr("The text that this run read is not kept, so nothing can branch from it")
                      : !before ? tr("Go back to a step before the last one to branch from it")
                                : tr("Go on from this step with another seed (B), or with the same (Shift+B)"));
  compare_->setChecked(model_.comparing());
}

// The nearest step that there is, in the direction of the move.
void StepCard::goToNumber(int number) {
  const Trajectory& steps = model_.run().steps;
  const bool back = number < model_.stepNumber();
  int index = back ? 0 : static_cast<int>(steps.size()) - 1;
  for (int i = 0; i < steps.size(); ++i) {
    if (back && steps.at(i).step <= number) index = i;
    if (!back && steps.at(i).step >= number) {
      index = i;
      break;
    }
  }
  model_.goToStep(index);
  showPlace();
}

void StepCard::togglePlay() {
  if (model_.playing())
    model_.pause();
  else
    model_.play(pace_->currentData().toInt());
}

void StepCard::toggleCompare() {
  if (model_.comparing())
    model_.endComparison();
  else
    model_.compareWith(model_.place());
}

bool StepCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched != slider_ || event->type() != QEvent::KeyPress) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  if (key->key() == Qt::Key_Space) {
    togglePlay();
    return true;
  }
  if (key->key() == Qt::Key_B && branch_->isEnabled()) {
    Q_EMIT branchWanted(key->modifiers().testFlag(Qt::ShiftModifier));
    return true;
  }
  if (key->key() == Qt::Key_C) {
    toggleCompare();
    return true;
  }
  return false;
}

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/compare_card.h"

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kWideEnough = 460;  // pixels for two columns
constexpr int kAround = 24;       // letters of the surroundings

}  // namespace

CompareCard::CompareCard(RunModel& model, QWidget* parent) : Card(tr("Compare"), parent), model_(model) {
  candidate_ = new QComboBox(this);
  candidate_->setAccessibleName(tr("Candidate to compare with"));
  candidate_->setFont(chromeFont(12));
  columns_ = new QBoxLayout(QBoxLayout::TopToBottom);
  columns_->setSpacing(10);
  const auto column = [this](QLabel*& name, StepText*& text) {
    auto* box = new QVBoxLayout;
    box->setSpacing(2);
    name = softLabel(QString(), this);
    text = new StepText(this);
    text->setSurroundings(kAround);
    box->addWidget(name);
    box->addWidget(text);
    columns_->addLayout(box, 1);
  };
  column(leftName_, left_);
  column(rightName_, right_);
  body()->addLayout(columns_);
  body()->addWidget(candidate_);
  connect(candidate_, &QComboBox::activated, this, [this](int index) {
    model_.compareWith({model_.other().step, index});
  });
  connect(&model_, &RunModel::placeChanged, this, &CompareCard::show);
  connect(&model_, &RunModel::runChanged, this, &CompareCard::show);
  show();
}

void CompareCard::setTheme(const Theme& theme) {
  left_->setTheme(theme);
  right_->setTheme(theme);
}

void CompareCard::fillCandidates() {
  const QSignalBlocker block(candidate_);
  while (candidate_->count() > model_.candidates()) candidate_->removeItem(candidate_->count() - 1);
  for (int c = 0; c < model_.candidates(); ++c) {
    const QString name = tr("against candidate %1").arg(c + 1);
    if (c == candidate_->count())
      candidate_->addItem(name);
    else if (candidate_->itemText(c) != name)
      candidate_->setItemText(c, name);
  }
  candidate_->setCurrentIndex(model_.other().candidate);
}

void CompareCard::show() {
  setVisible(model_.comparing());
  if (!model_.comparing()) return;
  fillCandidates();
  const RunPlace here = model_.place();
  const RunPlace there = model_.other();
  const auto changes = differences(tokensAt(model_.run(), there), tokensAt(model_.run(), here));
  int marked = 0;
  for (const auto& row : changes)
    for (const TokenChange change : row) marked += change == TokenChange::Same ? 0 : 1;
  setNote(marked == 0   ? tr("no difference")
          : marked == 1 ? tr("1 token differs")
                        : tr("%Ln tokens differ", nullptr, marked));
  const auto name = [this](const RunPlace& place) {
    return tr("Step %1, candidate %2").arg(model_.run().steps.at(place.step).step).arg(place.candidate + 1);
  };
  leftName_->setText(name(there));
  rightName_->setText(name(here));
  left_->show(model_.run(), there);
  right_->show(model_.run(), here);
  left_->setChanges(changes);
  right_->setChanges(changes);
}

void CompareCard::resizeEvent(QResizeEvent* event) {
  Card::resizeEvent(event);
  columns_->setDirection(width() >= kWideEnough ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

}  // namespace lacuna::ui

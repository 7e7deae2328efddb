// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/goal_box.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kMostADay = 100000;
constexpr int kMostOfAText = 10000000;
constexpr int kUsualDays = 30;  // until a goal that gets a date
constexpr int kIndent = 12;     // pixels

}  // namespace

GoalBox::GoalBox(Kind kind, QWidget* parent)
    : QWidget(parent),
      title_(new QLabel(this)),
      words_(new QSpinBox(this)),
      dated_(new QCheckBox(tr("until"), this)),
      by_(new QDateEdit(this)),
      said_(new QLabel(this)) {
  title_->setProperty("role", "title");
  title_->setFont(chromeFont(13, QFont::DemiBold));
  title_->setTextFormat(Qt::PlainText);
  title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  words_->setRange(0, kind == OfADay ? kMostADay : kMostOfAText);
  words_->setSingleStep(kind == OfADay ? 50 : 1000);
  words_->setGroupSeparatorShown(true);
  words_->setKeyboardTracking(false);
  words_->setSpecialValueText(tr("No goal"));
  words_->setSuffix(kind == OfADay ? tr(" words a day") : tr(" words"));
  by_->setCalendarPopup(true);
  by_->setKeyboardTracking(false);
  by_->setDate(QDate::currentDate().addDays(kUsualDays));
  by_->setDisplayFormat(QStringLiteral("d MMMM yyyy"));
  said_->setProperty("role", "soft");
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  dated_->setVisible(kind == OfAText);

  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(5);
  column->addWidget(title_);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(kIndent, 0, 0, 0);
  row->addWidget(words_);
  row->addSpacing(8);
  row->addWidget(dated_);
  row->addWidget(by_);
  row->addStretch(1);
  column->addLayout(row);
  said_->setContentsMargins(kIndent, 0, 0, 0);
  column->addWidget(said_);
  show({});
  connect(words_, &QSpinBox::valueChanged, this, &GoalBox::choose);
  connect(dated_, &QCheckBox::toggled, this, &GoalBox::choose);
  connect(by_, &QDateEdit::dateChanged, this, &GoalBox::choose);
}

void GoalBox::setTitle(const QString& title) {
  title_->setText(title);
  title_->setToolTip(title);
  words_->setAccessibleName(tr("Words: %1").arg(title));
  dated_->setAccessibleName(tr("With a last day: %1").arg(title));
  by_->setAccessibleName(tr("Last day: %1").arg(title));
}

void GoalBox::show(const storage::WritingGoal& goal) {
  goal_ = goal;
  filling_ = true;
  if (words_->value() != goal.words) words_->setValue(goal.words);
  dated_->setChecked(goal.by.isValid());
  if (goal.by.isValid() && by_->date() != goal.by) by_->setDate(goal.by);
  dated_->setEnabled(goal.words > 0);
  by_->setVisible(goal.by.isValid());
  filling_ = false;
}

void GoalBox::choose() {
  if (filling_) return;
  storage::WritingGoal goal{words_->value()};
  // The date that stands there may be of another text's goal.
  const QDate first = QDate::currentDate();
  if (goal.words > 0 && dated_->isChecked())
    goal.by = goal_.by.isValid() || by_->date() >= first ? by_->date() : first.addDays(kUsualDays);
  if (goal == goal_) return;
  show(goal);
  Q_EMIT chosen(goal);
}

void GoalBox::say(const QString& sentence) {
  said_->setText(sentence);
  said_->setVisible(!sentence.isEmpty());
  words_->setAccessibleDescription(sentence);
}

}  // namespace lacuna::ui

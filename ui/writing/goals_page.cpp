// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/goals_page.h"

#include <QLocale>
#include <QVBoxLayout>

#include "ui/writing/writing_figures.h"

namespace lacuna::ui {

GoalsPage::GoalsPage(TextTally& tally, QWidget* parent)
    : QWidget(parent),
      tally_(tally),
      day_(new GoalBox(GoalBox::OfADay, this)),
      project_(new GoalBox(GoalBox::OfAText, this)),
      text_(new GoalBox(GoalBox::OfAText, this)) {
  auto* column = new QVBoxLayout(this);
  column->setSpacing(18);
  for (GoalBox* box : {day_, project_, text_}) column->addWidget(box);
  column->addStretch(1);
  day_->setTitle(tr("Each day"));
  join(day_, &none_);
  join(project_, &projectId_);
  join(text_, &textId_);
  project_->hide();
  text_->hide();
  connect(&tally_, &TextTally::changed, this, &GoalsPage::say);
}

void GoalsPage::join(GoalBox* box, const QString* id) {
  connect(box, &GoalBox::chosen, this, [this, id](const storage::WritingGoal& goal) {
    chosen_.insert(*id, goal);
    say();
    Q_EMIT chosen(goal, *id);
  });
}

GoalBox* GoalsPage::boxOf(const QString& id) const {
  return id.isEmpty() ? day_ : id == projectId_ ? project_ : id == textId_ ? text_ : nullptr;
}

void GoalsPage::setDocuments(const storage::TreeNode& project, const storage::TreeNode& open) {
  if (project.id != projectId_) project_->show({});
  if (open.id != textId_) text_->show({});
  projectId_ = project.id;
  textId_ = open.id == project.id ? QString() : open.id;
  project_->setTitle(project.title);
  text_->setTitle(open.title);
  project_->setVisible(!projectId_.isEmpty());
  text_->setVisible(!textId_.isEmpty());
  say();
}

void GoalsPage::show(const storage::WritingReport& report, const QDate& day) {
  GoalBox* box = boxOf(report.id);
  if (box == nullptr) return;
  today_ = day;
  if (report.id.isEmpty()) {
    typedToday_ = report.today.typed;
  } else {
    const storage::WritingCount& today = report.todayCounted;
    grown_.insert(report.id, today.typed + today.pasted - today.deleted);
  }
  // An answer to a choice before the last one would take the last one back.
  if (chosen_.contains(report.id) && chosen_.value(report.id) == report.goal) chosen_.remove(report.id);
  if (!chosen_.contains(report.id)) box->show(report.goal);
  say();
}

void GoalsPage::say() {
  const QLocale locale;
  const int goal = day_->goal().words;
  const QString typed = locale.toString(typedToday_);
  day_->say(goal == 0             ? tr("Typed today: %1. Only what you type yourself counts towards it.").arg(typed)
            : typedToday_ >= goal ? tr("Reached: %1 of %2 words are typed today.").arg(typed, locale.toString(goal))
                                  : tr("%1 of %2 words are typed today; only what you type yourself counts.")
                                        .arg(typed, locale.toString(goal)));
  if (!projectId_.isEmpty()) project_->say(wayOf(project_->goal(), projectId_));
  if (!textId_.isEmpty()) text_->say(wayOf(text_->goal(), textId_));
}

QString GoalsPage::wayOf(const storage::WritingGoal& goal, const QString& id) const {
  const TextTally::Sum sum = tally_.sums().value(id);
  if (!sum.whole) return tr("Counting\u2026");
  if (!sum.trouble.isEmpty()) return sum.trouble;
  const QLocale locale;
  const int have = sum.counts.words - sum.counts.generated;
  const QString generated = sum.counts.generated > 0
                                ? tr(" %1 more are generated and do not count until you edit or confirm them.")
                                      .arg(locale.toString(sum.counts.generated))
                                : QString();
  if (goal.words == 0) return tr("It has %Ln words.", nullptr, have) + generated;
  const QString stands =
      tr("%1 of %2 words are there.").arg(locale.toString(have), locale.toString(goal.words)) + generated;
  if (have >= goal.words) return tr("Reached. %1").arg(stands);
  if (!goal.by.isValid()) return stands;
  const GoalWay way = wayTo(goal, have, grown_.value(id), today_);
  if (way.days == 0) return tr("%1 The day is over; choose another one.").arg(stands);
  const QString days =
      way.days == 1 ? tr("today is the last day") : tr("%Ln days, today included", nullptr, static_cast<int>(way.days));
  const QString today =
      way.now == 0 ? tr("today's are there") : tr("%1 of them are left for today").arg(locale.toString(way.now));
  return tr("%1 That makes %2 words a day (%3); %4.").arg(stands, locale.toString(way.today), days, today);
}

}  // namespace lacuna::ui

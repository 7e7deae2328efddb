// SPDX-License-Identifier: GPL-3.0-or-later
// The goals: of a day, of the open project, of the open text. UI thread only.
#pragma once

#include <QHash>
#include <QWidget>

#include "ui/writing/goal_box.h"
#include "ui/writing/text_tally.h"

namespace lacuna::ui {

class GoalsPage : public QWidget {
  Q_OBJECT
 public:
  // Follows the tally, which outlives this.
  GoalsPage(TextTally& tally, QWidget* parent);

  // Both are in the tally; the same one: a text that is in no project.
  void setDocuments(const storage::TreeNode& project, const storage::TreeNode& open);
  // Of the whole library, or of one of both.
  void show(const storage::WritingReport& report, const QDate& day);
  // What was chosen could not be kept: what storage says next is shown.
  void forgetChosen() { chosen_.clear(); }
  // Words a day.
  int dayGoal() const { return day_->goal().words; }
  GoalBox* day() const { return day_; }
  GoalBox* project() const { return project_; }
  GoalBox* text() const { return text_; }

 Q_SIGNALS:
  // id: of a document; empty: of a day.
  void chosen(const lacuna::storage::WritingGoal& goal, const QString& id);

 private:
  GoalBox* boxOf(const QString& id) const;
  void join(GoalBox* box, const QString* id);
  void say();
  QString wayOf(const storage::WritingGoal& goal, const QString& id) const;

  TextTally& tally_;
  GoalBox* day_;
  GoalBox* project_;
  GoalBox* text_;
  QString projectId_;
  QString textId_;
  QDate today_;
  int typedToday_ = 0;
  QHash<QString, int> grown_;                    // by document: words since this morning, without generated ones
  QHash<QString, storage::WritingGoal> chosen_;  // that storage has not said yet
  const QString none_;                           // of a day
};

}  // namespace lacuna::ui

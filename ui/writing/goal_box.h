// SPDX-License-Identifier: GPL-3.0-or-later
// One goal: how many words, until when, and how far it is to there. What is chosen counts at once. UI thread only.
#pragma once

#include <QCheckBox>
#include <QDateEdit>
#include <QLabel>
#include <QSpinBox>
#include <QWidget>

#include "storage/values/writing.h"

namespace lacuna::ui {

class GoalBox : public QWidget {
  Q_OBJECT
 public:
  enum Kind { OfADay, OfAText };
  GoalBox(Kind kind, QWidget* parent);

  void setTitle(const QString& title);
  // What is being typed into the fields stays.
  void show(const storage::WritingGoal& goal);
  const storage::WritingGoal& goal() const { return goal_; }
  void say(const QString& sentence);
  QString said() const { return said_->text(); }
  QSpinBox* words() const { return words_; }
  QCheckBox* dated() const { return dated_; }
  QDateEdit* by() const { return by_; }

 Q_SIGNALS:
  void chosen(const lacuna::storage::WritingGoal& goal);

 private:
  void choose();

  storage::WritingGoal goal_;
  QLabel* title_;
  QSpinBox* words_;
  QCheckBox* dated_;
  QDateEdit* by_;
  QLabel* said_;
  bool filling_ = false;
};

}  // namespace lacuna::ui

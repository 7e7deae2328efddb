// SPDX-License-Identifier: GPL-3.0-or-later
// What was written and what is to be: days, texts, sessions and goals, beside the page, which stays the author's. It
// asks by signals and is told by slots, and follows what is written while it is open. UI thread only.
#pragma once

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>

#include "ui/writing/days_page.h"
#include "ui/writing/goals_page.h"
#include "ui/writing/sessions_page.h"
#include "ui/writing/texts_page.h"

namespace lacuna::ui {

class WritingDialog : public QDialog {
  Q_OBJECT
 public:
  enum Tab { Days, Texts, Sessions, Goals };

  explicit WritingDialog(QWidget* parent);

  // In front, beside the window's text where there is room for both.
  void open() override;
  void showTab(Tab tab) { tabs_->setCurrentIndex(tab); }
  DaysPage* days() const { return days_; }
  TextsPage* texts() const { return texts_; }
  SessionsPage* sessions() const { return sessions_; }
  GoalsPage* goals() const { return goals_; }
  // Of what the days and sessions are: everything, the open project, the open text.
  QComboBox* scope() const { return scope_; }
  QString said() const { return said_->text(); }

 public Q_SLOTS:
  // The library's, and which document is on the page; empty: none of it.
  void setNodes(const QVector<lacuna::storage::TreeNode>& nodes, const QString& open);
  void showReport(const lacuna::storage::WritingReport& report);
  void showCounts(const QString& id, const lacuna::storage::TextCounts& counts, const QString& trouble);
  // Something was written in a document: it and the sums are asked for once more.
  void follow(const QString& id);
  // Another library, or the same one once more.
  void startOver();
  void say(const QString& sentence);
  // What was asked for last could not be done.
  void fail(const QString& sentence);

 Q_SIGNALS:
  void reportWanted(const QString& id);  // empty: of everything
  void countWanted(const QString& id);
  void goalChosen(const lacuna::storage::WritingGoal& goal, const QString& id);  // empty: of a day
  void documentChosen(const QString& id);

 private:
  void askReports();
  void fillScope();
  void showReports();
  void copy();

  QVector<storage::TreeNode> nodes_;
  QString open_;
  QString project_;
  QHash<QString, storage::WritingReport> reports_;  // the latest of each
  TextTally tally_;
  QTabWidget* tabs_;
  QWidget* scopeBox_;
  QComboBox* scope_;
  DaysPage* days_;
  TextsPage* texts_;
  SessionsPage* sessions_;
  GoalsPage* goals_;
  QLabel* said_;
  QPushButton* copy_;
};

}  // namespace lacuna::ui

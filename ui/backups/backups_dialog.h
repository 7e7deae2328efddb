// SPDX-License-Identifier: GPL-3.0-or-later
// The backups of the library: where they are, what they hold, how often one is made; to look into one and to go back to
// one. It asks by signals and is told by slots; what is chosen counts at once. UI thread only.
#pragma once

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeWidget>

#include "storage/values/backup.h"

namespace lacuna::ui {

class BackupsDialog : public QDialog {
  Q_OBJECT
 public:
  explicit BackupsDialog(QWidget* parent);

  // Why the library itself cannot be opened; empty: it can.
  void setLibraryTrouble(const QString& sentence);
  // Something goes on, which this sentence says; empty: it is over.
  void setBusy(const QString& sentence);
  // Files and folders of backups are listed there instead, until the plan says otherwise.
  void setFolder(const QString& folder);
  QString folder() const { return plan_.folder; }
  QTreeWidget* list() { return list_; }
  // "backup of 30 November 2026, 21:14": the one at this path.
  QString nameOf(const QString& path) const;

 public Q_SLOTS:
  void setBackups(const lacuna::storage::BackupPlan& plan, const QVector<lacuna::storage::BackupInfo>& backups);
  void showMade(const lacuna::storage::BackupMade& made);
  void showCheck(const QString& path, const lacuna::storage::LibraryCheck& check);
  void say(const QString& sentence);

 Q_SIGNALS:
  void planChosen(const lacuna::storage::BackupPlan& plan);
  void folderWanted();
  void makeWanted();
  void checkWanted(const QString& path);
  void lookWanted(const QString& path);
  void goBackWanted(const QString& path);

 private:
  QWidget* buildPlan();
  void choosePlan();
  void showPlan();
  void showButtons();
  void askGoBack();
  QString chosen() const;  // path; empty: none

  storage::BackupPlan plan_;
  QVector<storage::BackupInfo> backups_;
  QString usualFolder_;  // that was there last, when backups are turned on again
  QLabel* trouble_;
  QLabel* said_;
  QTreeWidget* list_;
  QCheckBox* on_ = nullptr;
  QLabel* folder_ = nullptr;
  QPushButton* chooseFolder_ = nullptr;
  QSpinBox* hours_ = nullptr;
  QSpinBox* most_ = nullptr;
  QSpinBox* days_ = nullptr;
  QPushButton* make_;
  QPushButton* check_;
  QPushButton* look_;
  QPushButton* goBack_;
  bool open_ = true;  // the library is
  bool busy_ = false;
  bool filling_ = false;
};

}  // namespace lacuna::ui

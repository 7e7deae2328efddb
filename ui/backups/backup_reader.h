// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a backup: to read, to copy, and to bring back into the library one by one. Nothing is changed in the
// backup. UI thread only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>

#include "ui/values.h"

namespace lacuna::ui {

class BackupReader : public QDialog {
  Q_OBJECT
 public:
  // name: "backup of 30 November 2026, 21:14". canBring: a library is open to bring texts into.
  BackupReader(const QString& name, bool canBring, QWidget* parent);
  // current: id of the one to show first, where it is there.
  void setDocuments(const QVector<storage::TreeNode>& nodes, const QString& current);
  QTreeWidget* list() { return list_; }
  QString text() const { return text_->toPlainText(); }

 public Q_SLOTS:
  void showText(const QString& id, const QString& text);
  void say(const QString& sentence);

 Q_SIGNALS:
  void textWanted(const QString& id);
  void bringWanted(const QString& title, const QString& text);
  void saveWanted(const QString& title, const QString& text);

 private:
  QString title() const;

  QString name_;
  bool canBring_;
  QTreeWidget* list_;
  QPlainTextEdit* text_;
  QLabel* said_;
  QPushButton* bring_;
  QPushButton* save_;
  QPushButton* copy_;
  QString whole_;  // the text that is shown
};

}  // namespace lacuna::ui

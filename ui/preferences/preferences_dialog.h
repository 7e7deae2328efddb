// SPDX-License-Identifier: GPL-3.0-or-later
// All settings in one place, with a line that finds them. What is changed is seen at once; Cancel brings everything
// back. UI thread only.
#pragma once

#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVector>

#include "ui/preferences/preferences_page.h"

namespace lacuna::ui {

class PreferencesDialog : public QDialog {
  Q_OBJECT
 public:
  explicit PreferencesDialog(QWidget* parent);

  // The dialog takes it.
  void addPage(PreferencesPage* page);
  // Cancel, Esc, and the closed window.
  void reject() override;

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void search(const QString& query);
  void showPage(int index);

  QLineEdit* search_;
  QListWidget* list_;
  QStackedWidget* stack_;
  QPushButton* defaults_ = nullptr;
  QWidget* lastStop_ = nullptr;  // of the pages, for Tab
  QVector<PreferencesPage*> pages_;
};

}  // namespace lacuna::ui

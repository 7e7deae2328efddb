// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the window's statistics and goals to the library: the status bar's count of today, which follows what is saved
// and the day, and the dialog while it is open. UI thread only.
#pragma once

#include <QDate>
#include <QObject>
#include <QPointer>
#include <QTimer>

#include "app/storage_thread.h"
#include "ui/window/main_window.h"
#include "ui/writing/writing_dialog.h"

namespace lacuna::app {

class WritingWiring : public QObject {
  Q_OBJECT
 public:
  // Both outlive this.
  WritingWiring(ui::MainWindow& window, StorageThread& storage);

  void open();
  // Made when it is first wanted.
  ui::WritingDialog* dialog() const { return dialog_; }

 private:
  void joinDialog();
  void setNodes();
  bool shown() const { return dialog_ && dialog_->isVisible(); }

  ui::MainWindow& window_;
  StorageThread& storage_;
  QPointer<ui::WritingDialog> dialog_;
  QVector<storage::TreeNode> nodes_;
  QTimer follow_;    // the dialog, while something is written
  QTimer midnight_;  // also after a sleep of the machine
  QDate day_;        // that the status bar shows
};

}  // namespace lacuna::app

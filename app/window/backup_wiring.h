// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the window's dialogs about backups to the library. UI thread only.
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>

#include "app/storage_thread.h"
#include "ui/backups/backup_reader.h"
#include "ui/backups/backup_trouble.h"
#include "ui/backups/backups_dialog.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class BackupWiring : public QObject {
  Q_OBJECT
 public:
  // leave: what is on the page belongs to a library that is there no longer. Both others outlive this.
  BackupWiring(ui::MainWindow& window, StorageThread& storage, std::function<void()> leave);

  void open();
  // While they are open.
  ui::BackupsDialog* dialog() const { return dialog_; }
  ui::BackupReader* reader() const { return reader_; }

 private:
  void joinDialog();
  void look(const QString& backup, const QVector<storage::TreeNode>& documents);
  void joinReader();
  void bring(const QString& title, const QString& text);
  void save(const QString& title, const QString& text);

  ui::MainWindow& window_;
  StorageThread& storage_;
  std::function<void()> leave_;
  ui::BackupTrouble* trouble_;
  QPointer<ui::BackupsDialog> dialog_;
  QPointer<ui::BackupReader> reader_;
  QString backup_;         // that is looked into
  QString goingBack_;      // the backup that the library goes back to; empty: none
  bool offering_ = false;  // where there are backups, they are shown
  QString unusable_;       // why the library cannot be opened
};

}  // namespace lacuna::app

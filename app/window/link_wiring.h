// SPDX-License-Identifier: GPL-3.0-or-later
// Joins documents and their files to the window: the line below the page, what the page takes from a file, folders that
// come in and go out. UI thread only.
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "app/storage_thread.h"
#include "app/window/long_work.h"
#include "storage/values/folder.h"
#include "storage/values/history.h"
#include "storage/values/link.h"
#include "ui/files/folder_actions.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class LinkWiring : public QObject {
  Q_OBJECT
 public:
  // They outlive this.
  LinkWiring(ui::MainWindow& window, StorageThread& storage, LongWork& work);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void joinPage();
  void joinFolders();
  void show();
  void take(const storage::LinkStatus& link, const QString& text, const storage::FileStamp& stamp, const QString& file);
  void compare(const storage::Comparison& comparison);
  void readFolder(const QString& path);
  void offer(const storage::FolderRead& read);
  void exportFolder(const QString& path, const ui::FolderChoice& choice, bool overChanged);
  void exported(const QString& project, const QString& path, const ui::FolderChoice& choice,
                const storage::FolderWritten& written);
  // In the window's thread. From any.
  void later(std::function<void()> act);

  ui::MainWindow& window_;
  StorageThread& storage_;
  LongWork& work_;
  ui::FolderActions* actions_;
  QTimer poll_;  // for disks that tell nobody of a change
};

}  // namespace lacuna::app

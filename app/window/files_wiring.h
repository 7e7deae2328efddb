// SPDX-License-Identifier: GPL-3.0-or-later
// Joins import, export and compile of the File menu to the library. Files are read, converted and written in a thread
// of their own; the window hears when it is done. UI thread only.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <functional>

#include "app/storage_thread.h"
#include "storage/importers/importer.h"
#include "ui/files/file_actions.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class FilesWiring : public QObject {
  Q_OBJECT
 public:
  // Both outlive this.
  FilesWiring(ui::MainWindow& window, StorageThread& storage);
  // Waits for what is being written.
  ~FilesWiring() override;

 private:
  // In the pool; an error becomes a sentence in the window.
  void work(std::function<void()> act);
  void say(const QString& sentence);
  void read(const QString& path, const QString& encoding);
  void offer(const storage::Imported& imported);
  void write(const QString& path, storage::Manuscript manuscript, const storage::ManuscriptLook& look);
  void compile(const QString& path, const ui::CompileChoice& choice);

  ui::MainWindow& window_;
  StorageThread& storage_;
  ui::FileActions* actions_;
  QString title_;
  QThreadPool pool_;
};

}  // namespace lacuna::app

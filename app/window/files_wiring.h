// SPDX-License-Identifier: GPL-3.0-or-later
// Joins import, export and compile of the File menu to the library. Files are read, converted and written as long work,
// in a thread of its own; the window hears when it is done. UI thread only.
#pragma once

#include <QObject>

#include "app/storage_thread.h"
#include "app/window/long_work.h"
#include "app/window/manuscript_source.h"
#include "storage/importers/importer.h"
#include "ui/files/file_actions.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class FilesWiring : public QObject {
  Q_OBJECT
 public:
  // Both outlive this.
  FilesWiring(ui::MainWindow& window, StorageThread& storage);

  ui::FileActions& actions() { return *actions_; }
  LongWork& work() { return work_; }
  // Writes the manuscript in the format of the path's suffix. Any thread.
  void write(const QString& path, const MakeManuscript& make, const storage::ManuscriptLook& look);

 private:
  void read(const QString& path, const QString& encoding);
  void offer(const storage::Imported& imported, QVector<storage::NewDocument> project);
  void compile(const QString& path, const ui::CompileChoice& choice);

  ui::MainWindow& window_;
  StorageThread& storage_;
  ui::FileActions* actions_;
  LongWork work_;
};

}  // namespace lacuna::app

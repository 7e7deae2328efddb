// SPDX-License-Identifier: GPL-3.0-or-later
// The whole program behind one window: what main() shows, what the tests drive and what the screenshots are taken of.
// UI thread only; needs a QApplication.
#pragma once

#include <QString>

#include "app/engine/engine_thread.h"
#include "app/storage_thread.h"
#include "app/window/backup_wiring.h"
#include "app/window/files_wiring.h"
#include "app/window/history_wiring.h"
#include "app/window/link_wiring.h"
#include "app/window/print_wiring.h"
#include "app/window/recent_wiring.h"
#include "app/window/running_instance.h"
#include "app/window/voices_wiring.h"
#include "app/window/wiring.h"
#include "app/window/writing_wiring.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

struct ProgramPlaces {
  QString library;  // path of the library's file
  QString model;    // model folder
  QString file;     // a text to import and open; empty: the last document
};

class ProgramWindow {
 public:
  explicit ProgramWindow(ProgramPlaces places);
  // Stops the engine, writes what can be written, and waits for both.
  ~ProgramWindow();
  ProgramWindow(const ProgramWindow&) = delete;
  ProgramWindow& operator=(const ProgramWindow&) = delete;

  // Shows the window at once; the library and the engine come after.
  void show();
  // After the window was closed, which asks before words are lost. False: the last changes could not be written all the
  // same; the window is there again and says so.
  bool close();
  // Another start found this one: its file, and the window to the front.
  void comeToFront(const QString& file, const QByteArray& token);
  // Where another one of these would go on: the same library and the model that is loaded.
  ProgramPlaces placesNow() const { return {places_.library, wiring_.model(), {}}; }
  ui::MainWindow& window() { return window_; }
  EngineThread& engine() { return engine_; }
  StorageThread& storage() { return storage_; }
  BackupWiring& backups() { return backups_; }
  WritingWiring& writing() { return writing_; }
  VoicesWiring& voices() { return voices_; }

 private:
  // Nothing would be lost, or the author has answered.
  bool mayClose();
  // Each of them into a file of the author's choice; false when one was not.
  bool saveCopies(const QVector<storage::Document>& documents);
  QVector<storage::Document> unsaved();
  void onLibraryTaken();

  ProgramPlaces places_;
  StorageThread storage_;
  EngineThread engine_;
  ui::MainWindow window_;
  RecentWiring recent_{window_, storage_};  // before what opens documents
  Wiring wiring_;
  FilesWiring files_;
  PrintWiring print_;
  HistoryWiring history_{window_, storage_};
  LinkWiring links_{window_, storage_, files_.work()};
  BackupWiring backups_{window_, storage_, [this] { wiring_.leaveLibrary(); }};
  WritingWiring writing_{window_, storage_};
  VoicesWiring voices_{window_, engine_, storage_, [this] { return wiring_.model(); }};
  RunningInstance instance_;
  bool silent_ = false;   // whoever has the library does not answer
  bool givenUp_ = false;  // what cannot be written, on the author's word
};

// Names under which QSettings and the desktop know the program. Before the first QSettings.
void nameProgram();

}  // namespace lacuna::app

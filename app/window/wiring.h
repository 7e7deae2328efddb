// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the window, the engine's thread and the storage's thread: each tells the others what they need, in their own
// values. UI thread only.
#pragma once

#include <QHash>
#include <QObject>

#include "app/engine/engine_thread.h"
#include "app/replay/replay_exporter.h"
#include "app/storage_thread.h"
#include "app/window/model_lister.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class Wiring : public QObject {
  Q_OBJECT
 public:
  // The three must outlive this.
  Wiring(ui::MainWindow& window, EngineThread& engine, StorageThread& storage);

  // A file to import once the library is open; else the last document is opened, or a first start's samples.
  void setFileToOpen(const QString& path) { fileToOpen_ = path; }
  // Where the model is loaded from, for loading it again.
  void setModel(const QString& folder) { model_ = folder; }
  const QString& model() const { return model_; }
  // Another start wants this file, or only the window.
  void openFile(const QString& path);
  // What the author wrote while there was no library, and that is in none yet.
  bool hasHomelessWords() const;
  // The library is another one now: what is on the page and what goes on there was the old one's.
  void leaveLibrary();

 private:
  struct Run {
    QString id;
    QString documentId;
    QString parent;  // the run that it branches from
    QString text;    // that it reads
    bool saved = false;
    bool left = false;  // before it had ended
  };

  void joinEngine();
  void joinStorage();
  void joinDocuments();
  void joinRuns();
  void joinReplays();
  // branchOf: the id of the run that it leaves; empty where that one is still to be stored, or there is none.
  void startRun(const ui::InfillAsk& ask, const QString& branchOf);
  void showRun(ui::RunView view);
  void listRuns();
  void keepRun(const ui::ResultView& result, storage::Run run, const QString& sentence);
  void closeRun(quint64 ask, int taken);
  void exportRun(const QString& runId, quint64 ask, const QString& path);
  void openFirst();
  void offerSamples();
  void sayFailure(const QString& sentence);
  void askEncoding(const QString& path, const QVector<storage::Reading>& readings, const QString& sentence);
  void loadModel(const QString& folder);
  void showPlainPage(const QString& title, const QString& text);
  void adopt(const QString& id, const QString& title);
  void showDocument(const storage::Document& document, quint64 edits);
  void offerChangedFile();

  ui::MainWindow& window_;
  EngineThread& engine_;
  StorageThread& storage_;
  QHash<quint64, Run> runs_;         // those without an outcome yet
  QString reload_;                   // its text was changed in the library: the page takes it anew
  QHash<QString, quint64> handed_;   // calls of applyEdits for each document
  QHash<QString, quint64> asks_;     // of this session's runs
  QHash<QString, QString> exports_;  // paths for the runs that storage was asked for
  ReplayExporter exporter_;
  ModelLister models_;
  struct ChangedFile {
    QString document;  // that was made of it; empty: there is none to ask about
    QString path;
    QString text;
  };
  ChangedFile changed_;
  QString fileToOpen_;
  QString model_;
  QString homeless_;  // what the page held when a document was asked for to keep it
  QString plain_;     // what showPlainPage() put there
  QString plainTitle_;
  QString shownFile_;  // the file that it came from; empty: none
  bool making_ = false;
  bool libraryOpen_ = false;
  bool reading_ = false;  // it cannot be written yet
};

}  // namespace lacuna::app

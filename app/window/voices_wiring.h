// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the voices' window to their store, to the process that trains, and to the engine, which speaks with them: as
// the open document's project has it, and else as it is said for everywhere. UI thread only.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <functional>
#include <memory>

#include "app/engine/engine_thread.h"
#include "app/storage_thread.h"
#include "app/voice/corpus_reading.h"
#include "app/voice/voice_process.h"
#include "app/voice/voices_thread.h"
#include "ui/voices/voices_dialog.h"
#include "ui/window/main_window.h"

namespace lacuna::app {

class VoicesWiring : public QObject {
  Q_OBJECT
 public:
  // All outlive this. model: the folder of the one that is loaded, or is to be.
  VoicesWiring(ui::MainWindow& window, EngineThread& engine, StorageThread& storage, std::function<QString()> model);
  ~VoicesWiring() override;

  void open();
  // The child that trains is told to end, what is read is given up, and the store's thread ends. Blocks for a call.
  void close();
  // Made when it is first wanted.
  ui::VoicesDialog* dialog() const { return dialog_; }
  VoicesThread& voices() { return voices_; }
  VoiceProcess* process() { return process_.get(); }

 private:
  void joinWindow();
  void joinStore();
  void joinEngine();
  void joinDialog();
  void joinCorpora();
  void joinJobs();
  void joinVoices();
  void openLibrary(const QString& library);
  void follow();  // the open document's project
  void setView(const storage::VoicesView& view);
  void setSpeaking(const ui::VoiceSpeaking& speaking);
  void measured();
  void work();  // where something waits, somebody works on it
  void speak();
  void say(const QString& sentence);
  void made(ui::VoiceList::Kind kind, const QString& id);  // any thread
  void enqueue(const QString& job);
  void choose(const QString& voice);
  void compare(const ui::VoiceTrial& trial);
  ui::InfillAsk askFor(const ui::VoiceTrial& trial) const;
  void runs(int more);  // gaps that are denoised

  ui::MainWindow& window_;
  EngineThread& engine_;
  StorageThread& storage_;
  std::function<QString()> model_;
  VoicesThread voices_;
  CorpusReading reading_;
  std::unique_ptr<VoiceProcess> process_;  // null: no library is open
  QPointer<ui::VoicesDialog> dialog_;
  QString library_;
  QVector<storage::TreeNode> nodes_;
  storage::VoicesView view_;
  ui::VoiceSpeaking speaking_;
  QString project_;        // of the open document; empty: none
  QSet<QString> waiting_;  // jobs for which a child was started
  QString measured_;       // the job whose dry run goes on
  QElapsedTimer crashed_;
  int runs_ = 0;
  struct Trial {
    quint64 id = 0;
    QString before, after;
  };
  Trial trial_;  // the one that goes on; 0: none
};

}  // namespace lacuna::app

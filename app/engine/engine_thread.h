// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that owns the model. The window never waits for it.
//
// Every public function may be called from any thread and returns at once, close() excepted. Signals are emitted from
// the engine's thread: connect them to an object that lives where they are wanted, and Qt queues them. Nothing here
// throws; what the engine throws becomes a signal with a sentence.
#pragma once

#include <QObject>
#include <QThread>
#include <memory>
#include <optional>

#include "storage/values.h"
#include "ui/values.h"
#include "ui/voices/voice_values.h"

namespace lacuna::app {

class EngineWorker;
class SurpriseThread;

// A voice that speaks, and how loudly.
struct SpeakingVoice {
  QString folder;
  QString name;
  double share = 1.0;  // 0..1.5
  bool operator==(const SpeakingVoice&) const = default;
};
// "Estuary + My novel (80%)": what fills the gaps, as it is shown and as it is kept with a run and with its words.
QString modelNameWith(const QString& model, const QVector<SpeakingVoice>& voices);

class EngineThread : public QObject {
  Q_OBJECT
 public:
  explicit EngineThread(QObject* parent = nullptr);
  // As close().
  ~EngineThread() override;

  // Loads the engine and the model. Emits ready or failed.
  void open(const QString& modelFolder);
  // Emits stepReady and contextProgress while it works, and at the end always finished, once for each ask.
  void infill(const ui::InfillAsk& ask);
  // Reads the text around the position while nothing else is to be done; an infill ends it between two blocks of
  // context and goes first. A later reading takes the place of an earlier one.
  void readAhead(const QString& text, int position);
  void stopReading();
  // These speak from the next ask on, instead of those of before, also with a model that is loaded later. Emits
  // voicesChanged; where one cannot be used (damaged, made over another model) none speaks and voicesRefused says why.
  void speakWith(const QVector<SpeakingVoice>& voices);
  // Fills the ask's one gap without voices and with these, from its seed. Emits compared, once; stop() ends it as a
  // run.
  void compare(const ui::InfillAsk& ask, const QVector<SpeakingVoice>& voices);
  // The ask, running or waiting, ends within one step; its finished says cancelled. Unknown asks are ignored.
  void stop(quint64 ask);
  // Reads for the lens *Surprise* with the model that is loaded here, and waits while a run goes on.
  SurpriseThread& surprise() { return *surprise_; }
  // The newest step that nobody has taken yet.
  std::optional<ui::LiveStep> takeStep();
  // Stops what runs and ends the thread. Blocks for at most a step, or the loading of the model.
  void close();

 Q_SIGNALS:
  void ready(const lacuna::ui::EngineView& engine, const lacuna::storage::Model& model);
  void failed(const QString& sentence);  // the engine or the model cannot be used
  void voicesChanged(const lacuna::ui::EngineView& engine);
  void voicesRefused(const QString& sentence);
  void compared(quint64 ask, const QString& without, const QString& with, const QString& sentence);
  void stepReady();  // takeStep() has something; not emitted again until it was taken
  void contextProgress(quint64 ask, qint64 done, qint64 total);
  // run has everything but its id and documentId; its outcome is Open, Stopped or Failed. sentence is empty unless it
  // failed, or went otherwise than usual.
  void finished(const lacuna::ui::ResultView& result, const lacuna::storage::Run& run, const QString& sentence);

 private:
  QThread thread_;
  std::unique_ptr<SurpriseThread> surprise_;
  std::unique_ptr<EngineWorker> worker_;  // lives in thread_
};

}  // namespace lacuna::app

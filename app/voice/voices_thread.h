// SPDX-License-Identifier: GPL-3.0-or-later
// The thread with the window's own hand on the voices' store. It looks whether anything has changed, by whomever: some
// times a second while somebody looks or a job works, else rarely. Nothing is made before something is asked of it:
// who has no voices has no file of them.
//
// Every function may be called from any thread and returns at once, close() excepted. Signals come from this thread.
// Nothing here throws; what the store throws becomes `failed` with a sentence.
#pragma once

#include <QObject>
#include <QThread>
#include <functional>
#include <memory>

#include "storage/voices/voice_store.h"
#include "ui/voices/voice_values.h"

namespace lacuna::app {

class VoicesWorker;

class VoicesThread : public QObject {
  Q_OBJECT
 public:
  using Act = std::function<void(storage::VoiceStore&)>;

  static constexpr int kLookMs = 250;     // while somebody looks, or a job works
  static constexpr int kGlanceMs = 5000;  // else

  explicit VoicesThread(QObject* parent = nullptr);
  // As close().
  ~VoicesThread() override;

  // The voices beside this library from now on, and nothing of those before.
  void open(const QString& library);
  void look(bool on);                                             // somebody looks
  void setJob(const QString& job);                                // its points and samples are told too; empty: of none
  void setProject(const QString& project, const QString& title);  // whose voices speak
  // A change, in this thread; it is told at once. What it throws becomes failed.
  void post(Act act);
  // Who speaks; what a project says of itself holds there, also that nobody does.
  void speak(const QString& project, const QVector<storage::VoiceShare>& voices);
  // Deleted voices go for good, where there are any; then the thread ends. Blocks for a call that goes on.
  void close();

 Q_SIGNALS:
  void viewed(const lacuna::storage::VoicesView& view);
  void jobViewed(const lacuna::storage::VoiceJobView& job);
  void speakingViewed(const lacuna::ui::VoiceSpeaking& speaking);
  void failed(const QString& sentence);

 private:
  template <typename Work>
  void queue(Work work);

  QThread thread_;
  std::unique_ptr<VoicesWorker> worker_;  // lives in thread_
};

}  // namespace lacuna::app

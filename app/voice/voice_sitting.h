// SPDX-License-Identifier: GPL-3.0-or-later
// One sitting of a job: from where it stands to its end, or to where the author, the machine or a fault ends it. What
// it does is in the store and in the job's folder at once, so that a process that is killed at any moment has lost no
// more than the steps since the last checkpoint, and those are done again alike.
#pragma once

#include <QElapsedTimer>
#include <QTime>
#include <exception>
#include <functional>
#include <memory>

#include "app/voice/asked_gaps.h"
#include "app/voice/good_time.h"
#include "app/voice/job_files.h"
#include "engine/session.h"
#include "storage/voices/voice_store.h"

namespace lacuna::app {

struct RunnerOptions {
  QString powerFolder = kPowerSupplies;
  std::function<QTime()> now = [] { return QTime::currentTime(); };
  // All that the engine reports, beside the job as it then is. May be empty.
  std::function<void(const storage::VoiceJob&, const engine::TrainProgress&)> onProgress{};
  std::function<void(const QString&)> onNote{};  // a sentence; likewise
  // An interrupted job is paused; else it stands at the head of the queue again, for whoever comes next.
  bool pausesWhenInterrupted = true;
  double cardSeconds = 120;
  int sampleGaps = 4;
};

// How a sitting ended.
struct EndedSitting {
  QString job;
  storage::JobState state = storage::JobState::Queued;  // Queued: interrupted, and not paused
  QString note;
  QString voice{};  // id of the one that came of it; mostly empty
};

class VoiceSitting {
 public:
  // job: just claimed. interrupt: the program is to end; it is looked at some times a second.
  VoiceSitting(storage::VoiceStore& store, engine::Engine& engine, const engine::CancelFlag& interrupt,
               const RunnerOptions& options, const storage::VoiceJob& job);
  // Never throws where a sentence in the store can say what went wrong.
  EndedSitting run();

 private:
  enum class Halt { None, Pause, Stop, Interrupt, BadTime, Fault };

  void checkModel();
  void train();
  void trainOnce();
  bool waitForGoodTime();
  void look();
  void take(const engine::TrainProgress& progress);
  void takeSamples(qint64 step, const QString& voice);
  void openSession();
  EndedSitting conclude();
  EndedSitting endInterrupted();
  EndedSitting end(storage::JobState state, const QString& note, const QString& voice = {});
  EndedSitting endBroken(storage::JobState state, const QString& sentence);
  QString makeVoice();
  storage::VoiceCard examineVoice(const QString& folder);
  void say(const QString& sentence);
  int lowerRank() const;
  QString noMemory() const;

  storage::VoiceStore& store_;
  engine::Engine& engine_;
  const engine::CancelFlag& interrupt_;
  const RunnerOptions& options_;
  storage::VoiceJob job_;
  JobFiles files_;
  std::string device_;
  engine::CancelFlag cancel_{false};
  Halt halt_ = Halt::None;
  std::exception_ptr fault_;  // thrown under the engine, which is not ours to throw through
  engine::TrainProgress last_;
  QElapsedTimer looked_;
  std::unique_ptr<engine::Session> session_;
  QVector<AskedGap> gaps_;
  bool samples_ = true;  // false: a session could not be had, and a job is worth more than a look
  qint64 began_ = 0;     // step at the sitting's begin
  int killed_ = 0;       // sittings before this one that got nowhere
  qint64 sampled_ = -1;  // newest step with samples
};

}  // namespace lacuna::app

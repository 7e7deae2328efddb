// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/voice_jobs.h"

#include <QThread>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/exit_codes.h"
#include "app/cli/interrupt.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/cli/train_line.h"
#include "app/cli/voice_names.h"
#include "app/engine/engine_loader.h"
#include "app/voice/voice_process.h"
#include "app/voice/voice_runner.h"
#include "app/voice/voice_transfer.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;
using storage::JobState;

constexpr unsigned long kLookEvery = 1000;  // milliseconds, for work that others have left

QString text(const std::string& said) { return QString::fromStdString(said); }
std::string plain(const QString& said) { return printable(said.toStdString()); }

storage::VoiceJob jobCalled(storage::VoiceStore& store, const VoiceOptions& options) {
  const NamedVoice found = findVoice(store, options.name);
  if (found.job) return *found.job;
  throw BadInput("There is no job called " + options.name +
                 ", only what came of one: lacuna voice new begins another.");
}

// Tells how a sitting goes: a line that is redrawn, or nothing where JSON is wanted.
class Telling {
 public:
  explicit Telling(bool json) : json_(json), line_(terminalAt(1)) {}

  RunnerOptions options() {
    RunnerOptions options;
    options.onProgress = [this](const storage::VoiceJob&, engine::TrainProgress progress) {
      if (json_ || progress.step == 0) return;
      progress.loss = std::isfinite(progress.lossPerCharacter) ? smooth(progress.lossPerCharacter) : smoothed_;
      progress.heldOutLoss = progress.heldOutPerCharacter;
      progress.note.clear();
      line_.show(progress);
    };
    options.onNote = [this](const QString& note) {
      if (json_) return;
      line_.finish();
      std::printf("%s\n", plain(note).c_str());
      std::fflush(stdout);
    };
    return options;
  }
  void finish() { line_.finish(); }

 private:
  double smooth(double loss) {
    constexpr double kNew = 0.1;
    smoothed_ = std::isfinite(smoothed_) ? smoothed_ + kNew * (loss - smoothed_) : loss;
    return smoothed_;
  }

  bool json_;
  TrainLine line_;
  double smoothed_ = std::nan("");
};

int tell(storage::VoiceStore& store, const EndedSitting& ended, bool json) {
  const auto view = store.job(ended.job);
  if (json) {
    Json object = view ? jobJson(*view) : Json::object();
    object["voice"] = ended.voice.isEmpty() ? Json() : Json(ended.voice.toStdString());
    printJson(object);
  } else if (view && (ended.state == JobState::Done || ended.state == JobState::Stopped)) {
    printJob(*view);
    for (const storage::Voice& voice : store.view().voices) {
      if (voice.id == ended.voice) printVoice(voice);
    }
  }
  switch (ended.state) {
    case JobState::Done:
    case JobState::Stopped:
      return kExitDone;
    case JobState::Failed:
      complain(ended.note.toStdString());
      return kExitFailed;
    default:
      complain(ended.note.toStdString() + " lacuna voice resume " + (view ? view->job.name.toStdString() : "NAME") +
               " goes on from there.");
      return kExitStopped;
  }
}

// Works on this job here and now.
int workHere(storage::VoiceStore& store, const QString& job, const VoiceOptions& options) {
  const engine::CancelFlag& interrupt = stopOnInterrupt();
  giveWay(false);
  Telling telling(options.json);
  RunnerOptions runner = telling.options();
  runner.cardSeconds = options.cardSeconds;
  std::optional<EndedSitting> ended = workOnJob(store, loadEngine(), interrupt, runner, job);
  telling.finish();
  if (!ended) throw BadInput("There is nothing to do on " + options.name + ": lacuna voice show says how it stands.");
  return tell(store, *ended, options.json);
}

storage::VoiceSettings settingsOf(storage::VoiceSettings settings, const VoiceOptions& options) {
  if (options.rank) settings.rank = *options.rank;
  if (options.rehearsal) settings.rehearsal = *options.rehearsal;
  if (options.seed) settings.seed = *options.seed;
  if (!options.device.empty()) settings.device = text(options.device);
  if (options.onBattery) settings.onBattery = true;
  if (options.steps) {
    settings.steps = *options.steps;
    settings.minutes = 0;
  }
  if (options.budgetMinutes) settings.minutes = *options.budgetMinutes;
  return settings;
}

void printPlan(const storage::VoicePlan& plan) {
  std::printf("%lld steps in about %s: each word is asked %.1f times. Memory %s, disk %s.\n",
              static_cast<long long>(plan.steps), describeSeconds(plan.minutes * 60).c_str(), plan.passes,
              describeBytes(plan.memory).toUtf8().constData(), describeBytes(plan.disk).toUtf8().constData());
  std::fflush(stdout);
}

bool isOpen(JobState state) {
  return state == JobState::Queued || state == JobState::Running || state == JobState::Pausing;
}

}  // namespace

int startVoice(storage::VoiceStore& store, const VoiceOptions& options) {
  storage::VoiceJob job = jobCalled(store, options);
  if (job.state == JobState::Paused || job.state == JobState::Failed || job.state == JobState::Stopped)
    return resumeVoice(store, options);
  if (isOpen(job.state)) return workHere(store, job.id, options);
  const storage::VoiceSettings settings = settingsOf(job.settings, options);
  if (job.state == JobState::Done) {
    job.id = store.addJob(job.name, job.corpusId, settings);
  } else {
    store.setSettings(job.id, settings);
  }
  job = store.job(job.id)->job;
  engine::Engine& engine = loadEngine();
  const std::string folder = modelFolder(options.model);
  const engine::ModelFile model = engine.describe(folder);
  if (model.kind != "adapter")
    throw BadInput("A voice is learnt over an adapter of a pretrained base, and " + folder +
                   " is none: fetch the base " + "with ./dev, or name an adapter with --model.");
  const engine::CancelFlag& interrupt = stopOnInterrupt();
  giveWay(false);
  {
    const NoteLine note;
    if (!options.json) note.show("Measuring what it will take ...");
    const storage::VoicePlan plan = measureJob(store, engine, interrupt, job, text(folder));
    if (!plan.refusal.isEmpty()) {
      if (options.json) printJson(jobJson(store.job(job.id)->job));
      complain(plan.refusal.toStdString());
      return kExitFailed;
    }
  }
  if (!options.json) printPlan(store.job(job.id)->job.plan);
  store.enqueue(job.id, text(folder), text(model.name), text(model.sha256));
  return workHere(store, job.id, options);
}

int resumeVoice(storage::VoiceStore& store, const VoiceOptions& options) {
  const storage::VoiceJob job = jobCalled(store, options);
  store.resume(job.id);
  return workHere(store, job.id, options);
}

int pauseVoice(storage::VoiceStore& store, const VoiceOptions& options) {
  const storage::VoiceJob job = jobCalled(store, options);
  store.pause(job.id);
  // Of one whose process was killed: nobody else would.
  if (!store.isWorkedOn(job.id)) store.claim(job.id);
  const storage::VoiceJob now = store.job(job.id)->job;
  if (options.json) {
    printJson(jobJson(now));
  } else {
    std::printf(now.state == JobState::Pausing ? "%s pauses after its step.\n" : "%s is paused.\n",
                plain(now.name).c_str());
  }
  return kExitDone;
}

int stopVoice(storage::VoiceStore& store, const VoiceOptions& options) {
  const storage::VoiceJob job = jobCalled(store, options);
  store.stop(job.id);
  const storage::VoiceJob now = store.job(job.id)->job;
  // Nobody works on it: its voice is made here.
  if (isOpen(now.state) && !store.isWorkedOn(job.id)) return workHere(store, job.id, options);
  if (options.json) {
    printJson(jobJson(now));
  } else {
    std::printf(
        now.state == JobState::Stopped ? "%s is stopped.\n" : "%s stops after its step, and keeps its best voice.\n",
        plain(now.name).c_str());
  }
  return kExitDone;
}

int exportNamedVoice(storage::VoiceStore& store, const VoiceOptions& options) {
  const std::optional<storage::Voice> voice = findVoice(store, options.name).voice;
  if (!voice) throw BadInput("There is no voice called " + options.name + " yet, only what it is to be made of.");
  exportVoice(*voice, text(options.path));
  if (options.json) {
    Json object = voiceJson(*voice);
    object["path"] = options.path;
    printJson(object);
  } else {
    std::printf("%s is in %s.\n", plain(voice->name).c_str(), printable(options.path).c_str());
  }
  return kExitDone;
}

int importVoiceFrom(storage::VoiceStore& store, const VoiceOptions& options) {
  const QString id = importVoice(store, loadEngine(), text(options.path), text(modelFolder(options.model)));
  for (const storage::Voice& voice : store.view().voices) {
    if (voice.id != id) continue;
    if (options.json) {
      printJson(voiceJson(voice));
    } else {
      std::printf("%s is here.\n", plain(voice.name).c_str());
    }
  }
  return kExitDone;
}

int workVoices(storage::VoiceStore& store, const VoiceOptions& options) {
  const engine::CancelFlag& interrupt = stopOnInterrupt();
  if (options.parent > 0) endWithParent(options.parent);
  giveWay(options.parent > 0);
  if (!options.measure.empty()) {
    const auto view = store.job(text(options.measure));
    if (view) measureJob(store, loadEngine(), interrupt, view->job, text(modelFolder(options.model)));
    return kExitDone;
  }
  RunnerOptions runner;
  runner.pausesWhenInterrupted = false;
  for (;;) {
    const QVector<storage::VoiceJob> jobs = store.view().jobs;
    if (std::none_of(jobs.begin(), jobs.end(), [](const auto& job) { return isOpen(job.state); })) return kExitDone;
    const std::optional<EndedSitting> ended = workOnJob(store, loadEngine(), interrupt, runner);
    if (interrupt.load()) return kExitStopped;
    // What another process works on may be left to this one: it waits for that.
    if (!ended) QThread::msleep(kLookEvery);
    if (ended && store.isWorkedOn(ended->job)) {  // not even its end could be written
      complain(ended->note.toStdString());
      return kExitFailed;
    }
  }
}

}  // namespace lacuna::app

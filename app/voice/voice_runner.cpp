// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_runner.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <algorithm>
#include <array>
#include <new>

#include "app/voice/voice_card.h"
#include "app/voice/voice_config.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

constexpr int kSteps = 3;  // of a dry run: the first warms up, the second is timed, the third has a look

// A line of a file in /proc that begins with `name`, in bytes. 0: it says nothing.
qint64 bytesSaid(const char* path, const char* name) {
  QFile file(QString::fromLatin1(path));
  if (!file.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : file.readAll().split('\n')) {
    if (line.startsWith(name)) return line.simplified().split(' ').value(1).toLongLong() * 1024;
  }
  return 0;
}

void forgetMostMemory() {
  QFile file(QStringLiteral("/proc/self/clear_refs"));
  if (file.open(QIODevice::WriteOnly)) file.write("5");
}

// As long as it lives, memory beyond a bound is refused to this process, which can say so, instead of to any.
class MemoryBound {
 public:
  explicit MemoryBound(qint64 more) {
    const qint64 held = bytesSaid("/proc/self/status", "VmData:");
    if (held <= 0 || more <= 0 || getrlimit(RLIMIT_DATA, &before_) != 0) return;
    rlimit bound = before_;
    bound.rlim_cur = std::min(static_cast<rlim_t>(held + more), before_.rlim_max);
    set_ = setrlimit(RLIMIT_DATA, &bound) == 0;
  }
  ~MemoryBound() {
    if (set_) setrlimit(RLIMIT_DATA, &before_);
  }
  MemoryBound(const MemoryBound&) = delete;
  MemoryBound& operator=(const MemoryBound&) = delete;

 private:
  rlimit before_{};
  bool set_ = false;
};

// One dry run in a folder of its own, which goes with it.
class Dry {
 public:
  Dry(storage::VoiceStore& store, engine::Engine& engine, const engine::CancelFlag& interrupt,
      const storage::VoiceJob& job, const QString& model)
      : engine_(engine),
        interrupt_(interrupt),
        job_(job),
        model_(model),
        files_(store.jobFolder(job.id) + QStringLiteral("/dry")) {
    QDir(files_.folder()).removeRecursively();
    files_.writeTexts(store, job.corpusId);
  }
  ~Dry() { QDir(files_.folder()).removeRecursively(); }
  Dry(const Dry&) = delete;
  Dry& operator=(const Dry&) = delete;

  DryRun measure(const storage::VoiceSettings& settings) {
    QDir(files_.run()).removeRecursively();
    files::writeFile(files_.config().toStdString(), dryConfig(job_.name, settings, kSteps));
    train(settings);
    DryRun dry;
    dry.secondsAStep = seconds_[2] - seconds_[1];
    dry.secondsALook = std::max(0.0, seconds_[3] - seconds_[2] - dry.secondsAStep) + secondsOfSamples(settings);
    dry.tokensAStep = static_cast<double>(tokens_) / kSteps;
    dry.memory = bytesSaid("/proc/self/status", "VmHWM:");
    // In float16.
    dry.voice = QFileInfo(files_.model() + QStringLiteral("/voice.safetensors")).size() / 2;
    const qint64 checkpoint = QFileInfo(files_.run() + QStringLiteral("/checkpoint.safetensors")).size();
    // One before it is kept, and one is written beside them; the best voice stands beside the newest.
    dry.disk = bytesIn(files_.folder()) + 2 * checkpoint + 2 * bytesIn(files_.model());
    return dry;
  }

 private:
  void train(const storage::VoiceSettings& settings) {
    engine::TrainJob job;
    job.config = files_.config().toStdString();
    job.data = files_.learn().toStdString();
    if (!QDir(files_.heldOut()).isEmpty()) job.valid = files_.heldOut().toStdString();
    job.output = files_.run().toStdString();
    job.device = settings.device.toStdString();
    job.voiceOver = model_.toStdString();
    engine::CancelFlag cancel{false};
    job.between = [&] {
      if (interrupt_.load()) cancel = true;
    };
    seconds_ = {};
    engine_.train(
        job,
        [&](const engine::TrainProgress& progress) {
          const auto step = static_cast<std::size_t>(progress.step);
          // The last report stands for the third step with all that followed it.
          if (step < seconds_.size() && seconds_[step] == 0) seconds_[step] = progress.seconds;
          tokens_ = progress.tokens;
          if (interrupt_.load()) cancel = true;
        },
        cancel);
    if (interrupt_.load()) throw engine::Error(engine::ErrorCode::kCancelled, "Stopped while it was measured.");
  }

  double secondsOfSamples(const storage::VoiceSettings& settings) {
    GapWish wish;
    wish.count = RunnerOptions().sampleGaps;
    wish.seed = settings.seed;
    const QVector<AskedGap> gaps = chooseGaps(files_.heldOutTexts(), wish);
    if (gaps.isEmpty() || !holdsVoice(files_.model())) return 0;
    const auto session = engine_.open(model_.toStdString());
    QElapsedTimer clock;
    clock.start();
    session->speakWith({{files_.model().toStdString(), 1.0F}});
    fillWith(*session, gaps.first(), settings.seed, interrupt_);
    return static_cast<double>(clock.elapsed()) / 1000 * static_cast<double>(gaps.size());
  }

  engine::Engine& engine_;
  const engine::CancelFlag& interrupt_;
  const storage::VoiceJob& job_;
  QString model_;
  JobFiles files_;
  std::array<double, kSteps + 1> seconds_{};
  qint64 tokens_ = 0;
};

}  // namespace

std::optional<EndedSitting> workOnJob(storage::VoiceStore& store, engine::Engine& engine,
                                      const engine::CancelFlag& interrupt, const RunnerOptions& options,
                                      const QString& only) {
  const std::optional<storage::VoiceJob> job = store.claim(only);
  if (!job) return {};
  return VoiceSitting(store, engine, interrupt, options, *job).run();
}

storage::VoicePlan measureJob(storage::VoiceStore& store, engine::Engine& engine, const engine::CancelFlag& interrupt,
                              const storage::VoiceJob& job, const QString& model, const MeasureOptions& options) {
  const qint64 held = bytesSaid("/proc/self/status", "VmRSS:");
  const qint64 free = options.memoryFree > 0 ? options.memoryFree : held + bytesSaid("/proc/meminfo", "MemAvailable:");
  const qint64 disk = options.diskFree >= 0 ? options.diskFree : QStorageInfo(store.jobFolder(job.id)).bytesAvailable();
  const auto corpus = store.corpus(job.corpusId);
  Dry dry(store, engine, interrupt, job, model);
  storage::VoiceSettings settings = job.settings;
  storage::VoicePlan plan;
  const QString noRank =
      QStringLiteral("There is not enough memory, and no rank is small enough: close other programs.");
  for (;;) {
    forgetMostMemory();
    try {
      const MemoryBound bound(free - held);
      DryRun run = dry.measure(settings);
      run.memoryFree = free;
      run.diskFree = disk;
      plan = planFrom(run, settings, corpus ? corpus->tokens : 0);
    } catch (const engine::Error& error) {
      if (error.code() != engine::ErrorCode::kOutOfMemory) throw;
      if (settings.rank > 1) {
        settings.rank /= 2;
        continue;
      }
      plan.refusal = noRank;
    } catch (const std::bad_alloc&) {
      if (settings.rank > 1) {
        settings.rank /= 2;
        continue;
      }
      plan.refusal = noRank;
    }
    break;
  }
  plan.measured = true;
  if (settings.rank != job.settings.rank && plan.refusal.isEmpty()) {
    plan.refusal = QStringLiteral("There is not enough memory for rank %1 (%2 are free): rank %3 would do.")
                       .arg(job.settings.rank)
                       .arg(describeBytes(free))
                       .arg(settings.rank);
  }
  store.setPlan(job.id, plan);
  return plan;
}

void giveWay(bool alone) {
  const auto write = [](const char* path, const char* number) {
    QFile file(QString::fromLatin1(path));
    if (file.open(QIODevice::WriteOnly)) file.write(number);
  };
  if (alone && setsid() >= 0) write("/proc/self/autogroup", "19");
  setpriority(PRIO_PROCESS, 0, 19);
  const sched_param none{};
  sched_setscheduler(0, SCHED_BATCH, &none);
  write("/proc/self/oom_score_adj", "600");
}

}  // namespace lacuna::app

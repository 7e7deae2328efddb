// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_sitting.h"

#include <QDir>
#include <QThread>
#include <algorithm>
#include <cmath>
#include <new>

#include "app/voice/voice_card.h"
#include "app/voice/voice_config.h"
#include "storage/error.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

using storage::JobState;
using Wish = storage::VoiceStore::Wish;

constexpr int kMostKilled = 8;   // sittings one after the other that got nowhere
constexpr int kLookEvery = 500;  // milliseconds, while it waits, and between two steps

// A sentence that ends a job as Failed.
class JobFails : public std::runtime_error {
 public:
  explicit JobFails(const QString& sentence) : std::runtime_error(sentence.toStdString()) {}
};

bool speaksOfGpu(const engine::Error& error) {
  return std::string(error.what()).find("CUDA") != std::string::npos ||
         std::string(error.what()).find("GPU") != std::string::npos;
}

}  // namespace

VoiceSitting::VoiceSitting(storage::VoiceStore& store, engine::Engine& engine, const engine::CancelFlag& interrupt,
                           const RunnerOptions& options, const storage::VoiceJob& job)
    : store_(store),
      engine_(engine),
      interrupt_(interrupt),
      options_(options),
      job_(job),
      files_(store.jobFolder(job.id)),
      device_(job.settings.device.toStdString()) {}

EndedSitting VoiceSitting::run() {
  try {
    checkModel();
    began_ = job_.step;
    killed_ = files_.begin(began_);
    if (killed_ >= kMostKilled)
      throw JobFails(
          QStringLiteral("The training was killed %1 times in a row at step %2, as happens where memory runs "
                         "out: rank %3 needs less.")
              .arg(kMostKilled)
              .arg(job_.step)
              .arg(lowerRank()));
    files_.writeTexts(store_, job_.corpusId);
    files::writeFile(files_.config().toStdString(), trainingConfig(job_.name, job_.settings));
    train();
    return conclude();
  } catch (const JobFails& error) {
    return endBroken(JobState::Failed, QString::fromUtf8(error.what()));
  } catch (const engine::Error& error) {
    const QString sentence = QString::fromUtf8(error.what());
    switch (error.code()) {
      case engine::ErrorCode::kCancelled:
        halt_ = halt_ == Halt::None ? Halt::Interrupt : halt_;
        return conclude();
      case engine::ErrorCode::kOutOfMemory:
        return endBroken(JobState::Failed, noMemory());
      case engine::ErrorCode::kIo:
        return endBroken(JobState::Paused, sentence);
      case engine::ErrorCode::kInternal:
        if (device_ != "cpu" && speaksOfGpu(error)) return endBroken(JobState::Paused, sentence);
        break;
      default:
        break;
    }
    return endBroken(JobState::Failed, sentence);
  } catch (const std::bad_alloc&) {
    return endBroken(JobState::Failed, noMemory());
  } catch (const storage::StorageError& error) {
    return endBroken(JobState::Paused, error.sentence());
  } catch (const files::FileError& error) {
    return endBroken(JobState::Paused, QString::fromUtf8(error.what()));
  } catch (const std::exception& error) {
    return endBroken(JobState::Failed, QStringLiteral("Something unforeseen went wrong: %1").arg(error.what()));
  }
}

int VoiceSitting::lowerRank() const { return std::max(1, job_.settings.rank / 2); }

QString VoiceSitting::noMemory() const {
  if (device_ == "cuda")
    return QStringLiteral("There is not enough memory for this job: rank %1 needs less, or take the device cpu.")
        .arg(lowerRank());
  return QStringLiteral("There is not enough memory for this job: rank %1 needs less, or close other programs.")
      .arg(lowerRank());
}

void VoiceSitting::checkModel() {
  const engine::ModelFile model = engine_.describe(job_.model.toStdString());
  if (QString::fromStdString(model.sha256) == job_.modelSha256) return;
  throw JobFails(
      QStringLiteral("The model %1 is no longer the one that this job began with (%2, and not %3): put that one "
                     "back, or begin a new job.")
          .arg(job_.model, QString::fromStdString(model.sha256).left(12), job_.modelSha256.left(12)));
}

void VoiceSitting::say(const QString& sentence) {
  job_.note = sentence;
  store_.setNote(job_.id, sentence);
  if (options_.onNote && !sentence.isEmpty()) options_.onNote(sentence);
}

void VoiceSitting::train() {
  GapWish wish;
  wish.count = options_.sampleGaps;
  wish.seed = job_.settings.seed;
  gaps_ = chooseGaps(files_.heldOutTexts(), wish);
  const auto view = store_.job(job_.id);
  for (const storage::VoiceSample& sample : view->samples) sampled_ = std::max(sampled_, sample.step);
  if (sampled_ < 0 && job_.settings.sampleEvery > 0) takeSamples(0, {});
  while (waitForGoodTime()) {
    halt_ = Halt::None;
    cancel_ = false;
    try {
      trainOnce();
    } catch (const engine::Error& error) {
      const bool asked = error.code() == engine::ErrorCode::kCancelled && halt_ != Halt::None;  // before a first step
      // A GPU that is lost takes nothing with it: the checkpoint is on the disk.
      const bool lost = error.code() == engine::ErrorCode::kInternal && device_ == "auto" && speaksOfGpu(error);
      if (!asked && !lost) throw;
      if (lost) {
        device_ = "cpu";
        session_.reset();
        samples_ = false;
        say(QStringLiteral("The GPU was lost, so the processor goes on with it."));
        continue;
      }
    }
    if (fault_) std::rethrow_exception(fault_);
    if (halt_ != Halt::BadTime) return;
  }
}

void VoiceSitting::trainOnce() {
  engine::TrainJob job;
  job.config = files_.config().toStdString();
  job.data = files_.learn().toStdString();
  if (!QDir(files_.heldOut()).isEmpty()) job.valid = files_.heldOut().toStdString();
  job.output = files_.run().toStdString();
  job.device = device_;
  job.budgetMinutes = job_.settings.minutes;
  job.voiceOver = job_.model.toStdString();
  // An exception of ours must not run through the engine, which would call it its own.
  const auto guard = [this](const auto& act) {
    if (fault_) return;
    try {
      act();
    } catch (...) {
      fault_ = std::current_exception();
      halt_ = Halt::Fault;
      cancel_ = true;
    }
  };
  looked_.start();
  job.between = [this, guard] {
    guard([this] {
      if (interrupt_.load() || looked_.elapsed() >= kLookEvery) look();
    });
  };
  engine_.train(
      job, [this, guard](const engine::TrainProgress& progress) { guard([&] { take(progress); }); }, cancel_);
}

bool VoiceSitting::waitForGoodTime() {
  QString told;
  for (;;) {
    halt_ = Halt::None;
    look();
    if (halt_ == Halt::None) {
      if (!told.isEmpty()) say({});
      return true;
    }
    if (halt_ != Halt::BadTime) return false;
    const QString reason = whatItWaitsFor(job_.settings, options_.powerFolder, options_.now());
    if (reason != told) say(reason);
    told = reason;
    session_.reset();  // memory that nobody needs meanwhile
    QThread::msleep(kLookEvery);
  }
}

// What somebody wants of it, and whether it is a good time; between two steps.
void VoiceSitting::look() {
  looked_.start();
  if (interrupt_.load()) {
    halt_ = Halt::Interrupt;
  } else {
    switch (store_.wish(job_.id)) {
      case Wish::Pause:
        halt_ = Halt::Pause;
        break;
      case Wish::Stop:
        halt_ = Halt::Stop;
        break;
      case Wish::GoOn:
        if (halt_ == Halt::None && !whatItWaitsFor(job_.settings, options_.powerFolder, options_.now()).isEmpty())
          halt_ = Halt::BadTime;
        break;
    }
  }
  if (halt_ != Halt::None) cancel_ = true;
}

void VoiceSitting::take(const engine::TrainProgress& progress) {
  last_ = progress;
  job_.step = progress.step;
  job_.steps = progress.steps;
  job_.seconds = progress.seconds;
  job_.secondsLeft = progress.secondsLeft;
  job_.tokensPerSecond = progress.tokensPerSecond;
  if (std::isfinite(progress.heldOutBefore)) job_.heldOutBefore = progress.heldOutBefore;
  if (std::isfinite(progress.heldOutPerCharacter)) job_.heldOut = progress.heldOutPerCharacter;
  if (std::isfinite(progress.bestHeldOut)) job_.heldOutBest = progress.bestHeldOut;
  if (std::isfinite(progress.stepLoss) || std::isfinite(progress.heldOutPerCharacter)) {
    store_.addPoint(job_.id, {progress.step, progress.seconds, progress.lossPerCharacter, progress.heldOutPerCharacter},
                    job_);
  }
  if (!progress.expertShares.empty()) {
    QVector<storage::ExpertUse> experts;
    for (const engine::ExpertShares& layer : progress.expertShares)
      experts.push_back(
          {layer.layer, {layer.before.begin(), layer.before.end()}, {layer.now.begin(), layer.now.end()}});
    store_.setExperts(job_.id, experts);
  }
  if (options_.onProgress) options_.onProgress(job_, progress);
  // The voice on the disk is that of this step: a checkpoint was written just before.
  const int every = job_.settings.sampleEvery;
  const bool due = every > 0 && progress.step > 0 &&
                   (progress.step % every == 0 || progress.step >= progress.steps || progress.outOfPatience);
  if (due && progress.step != sampled_ && !progress.note.empty()) takeSamples(progress.step, files_.model());
  if (halt_ == Halt::None) look();
}

void VoiceSitting::openSession() {
  if (!session_) session_ = engine_.open(job_.model.toStdString());
}

void VoiceSitting::takeSamples(qint64 step, const QString& voice) {
  if (!samples_ || gaps_.isEmpty() || (!voice.isEmpty() && !holdsVoice(voice))) return;
  try {
    openSession();
    session_->speakWith(voice.isEmpty() ? std::vector<engine::VoiceBlend>{}
                                        : std::vector<engine::VoiceBlend>{{voice.toStdString(), 1.0F}});
    QVector<storage::VoiceSample> samples;
    for (qsizetype i = 0; i < gaps_.size(); ++i) {
      const AskedGap& gap = gaps_[i];
      const QString fill = fillWith(*session_, gap, job_.settings.seed, interrupt_);
      if (interrupt_.load()) return;
      samples.push_back({step, static_cast<int>(i), gap.before(), gap.after(), gap.own().simplified(), fill});
    }
    store_.addSamples(job_.id, samples);
    sampled_ = step;
  } catch (const engine::Error& error) {
    samples_ = false;
    session_.reset();
    say(QStringLiteral("The sample gaps are no longer filled: %1").arg(QString::fromUtf8(error.what())));
  }
}

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

#include "engine/denoiser/parameter_shapes.h"
#include "engine/file_access.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/training/schedule.h"
#include "engine/training/trainer.h"
#include "engine/weights/model_folder.h"
#include "storage/files/folder_lock.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr int kMostReturns = 3;  // to one checkpoint

std::vector<std::pair<double, double>> expertShares(const ExpertLoad& load) {
  std::vector<std::pair<double, double>> shares;
  for (const auto& tokens : load.tokens_E) {
    const auto share = tokens / tokens.sum();
    shares.emplace_back(share.max().item<double>(), share.min().item<double>());
  }
  return shares;
}

std::string nats(double loss) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", loss);
  return text;
}

std::string tokenizerPath(const TrainJob& job) {
  return job.from.empty() ? job.tokenizer : job.from + "/tokenizer.model";
}

// One sitting of a run, which may have begun in an earlier one.
class Sitting {
 public:
  Sitting(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel)
      : job_(checked(job)),
        onProgress_(onProgress),
        config_(readTrainConfig(job.config)),
        tokenizer_(job.from.empty() ? std::make_unique<SentencePieceTokenizer>(job.tokenizer) : openTokenizer(job.from)) {
    if (config_.model.vocabulary != tokenizer_->vocabulary()) {
      throw Error(ErrorCode::kInvalidInput, job.config + ": the configuration's vocabulary is " +
                                                std::to_string(config_.model.vocabulary) + ", the tokenizer's " +
                                                std::to_string(tokenizer_->vocabulary()) + ".");
    }
    checkFitsMemory(config_.model);
    withFiles(ErrorCode::kIo, [&] {
      files::makeFolder(job.output);
      lock_.emplace(job.output, "training.lock",
                    "Another training is at work in " + job.output + ": wait for it, or give another --output.");
      files::checkOutput(job.output + "/checkpoint.safetensors");
      files::makeFolder(job.output + "/model");
    });
    const auto stopIfAsked = [&cancel](std::size_t, std::size_t) {
      if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped before the first step.");
    };
    corpus_ = tokenizeCorpus(job.data, *tokenizer_, job.output + "/tokens.bin", stopIfAsked);
    checkTrainable(corpus_, job.data);
    if (!job.valid.empty()) {
      valid_ = tokenizeCorpus(job.valid, *tokenizer_, job.output + "/valid.bin", stopIfAsked);
      checkTrainable(valid_, job.valid);
    }
    trainer_.emplace(config_, *tokenizer_, corpus_, chooseDevice(job.device));
    checkpoint_ = job.output + "/checkpoint.safetensors";
    previous_ = job.output + "/checkpoint.previous.safetensors";
    start_ = std::chrono::steady_clock::now();
  }

  void run(const CancelFlag& cancel) {
    std::string note;
    if (fs::exists(checkpoint_) || fs::exists(previous_)) {
      note = resume();
    } else {
      if (!job_.from.empty()) trainer_->startFrom(job_.from);
      trainer_->save(checkpoint_, 0);  // there is a state to go back to from the first step on
    }
    firstTokens_ = trainer_->tokens();
    start_ = std::chrono::steady_clock::now();
    if (trainer_->steps() > 0 || !note.empty()) {
      TrainProgress resumed = progress();
      resumed.note = note + "Resumed at step " + std::to_string(trainer_->steps()) + ".";
      report(resumed);
    }
    while (share() < 1.0 && !cancel.load()) step();
    save();
    TrainProgress last = progress();
    last.heldOutLoss = heldOut();
    last.note =
        cancel.load() ? "Stopped; the run resumes from here." : "Done; the model is in " + job_.output + "/model.";
    report(last);
  }

 private:
  static const TrainJob& checked(const TrainJob& job) {
    // Written so that NaN is refused too.
    if (!(job.budgetMinutes >= 0 && job.budgetMinutes <= 1e6))
      throw Error(ErrorCode::kInvalidConfig, "The budget must be 0 to 1000000 minutes.");
    return job;
  }

  // From the checkpoint, or from the one before it where that one is damaged or gone. Returns what is to be said of it.
  std::string resume() {
    std::optional<Error> why;
    try {
      if (fs::exists(checkpoint_)) {
        before_ = trainer_->load(checkpoint_);
        return {};
      }
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kBadModel || !fs::exists(previous_)) throw;
      why = error;
    }
    try {
      before_ = trainer_->load(previous_);
    } catch (const Error&) {
      if (why) throw *why;  // both of another run: the first one says so
      throw;
    }
    // Else the next checkpoint would put the damaged one in the place of the good one.
    std::error_code ignored;
    fs::remove(checkpoint_, ignored);
    return why ? std::string(why->what()) + " The checkpoint before it is taken. "
               : "There is no checkpoint.safetensors; the one before it is taken. ";
  }

  double elapsed() const {
    return before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  double budget() const { return job_.budgetMinutes * 60; }
  double share() const {
    if (budget() > 0) return std::min(1.0, elapsed() / budget());
    return static_cast<double>(trainer_->steps()) / static_cast<double>(std::max<std::int64_t>(1, config_.steps));
  }

  void step() {
    const double over = share();
    const double rate = rateAt(config_, trainer_->steps(), over);
    const double perStep = budget() > 0 ? over / static_cast<double>(std::max<std::int64_t>(1, trainer_->steps()))
                                        : 1.0 / static_cast<double>(std::max<std::int64_t>(1, config_.steps));
    const StepLoss loss = trainer_->step(rate, {over, perStep});
    if (!loss.sound) {
      goBack(loss.loss);
      return;
    }
    TrainProgress now = progress();
    now.stepLoss = loss.loss;
    now.gradientNorm = loss.gradientNorm;
    now.rate = rate;
    if (trainer_->steps() % config_.heldOutEvery == 0) {
      now.heldOutLoss = heldOut();
      now.experts = expertShares(trainer_->lastLoad());
    }
    if (trainer_->steps() % config_.checkpointEvery == 0) {
      save();
      returns_ = 0;
      now.note = "Checkpoint written.";
    }
    report(now);
  }

  // To the last checkpoint, and on from there with other text.
  void goBack(double loss) {
    const std::int64_t from = trainer_->steps();
    const std::string course =
        (std::isfinite(loss) ? "The loss rose to " + nats(loss) : "The loss is no longer a number") + " at step " +
        std::to_string(from) + ", from " + nats(trainer_->smoothedLoss());
    if (++returns_ > kMostReturns) {
      throw Error(ErrorCode::kInternal, course + ", for the " + std::to_string(returns_) +
                                            "th time since the last checkpoint; lower the learning rates in " +
                                            job_.config + " and run the same command again.");
    }
    const std::int64_t detours = trainer_->detours() + 1;
    trainer_->load(fs::exists(checkpoint_) ? checkpoint_ : previous_);
    trainer_->detour(detours);
    TrainProgress now = progress();
    now.note = course + ": back to step " + std::to_string(trainer_->steps()) + ", and on with other text.";
    report(now);
  }

  TrainProgress progress() const {
    TrainProgress progress;
    progress.step = trainer_->steps();
    progress.tokens = trainer_->tokens();
    progress.loss = trainer_->smoothedLoss();
    progress.stepLoss = progress.heldOutLoss = std::numeric_limits<double>::quiet_NaN();
    progress.seconds = elapsed();
    progress.tokensPerSecond =
        static_cast<double>(trainer_->tokens() - firstTokens_) / std::max(1e-9, progress.seconds - before_);
    const double over = share();
    progress.steps = budget() > 0 ? static_cast<std::int64_t>(static_cast<double>(progress.step) / std::max(over, 1e-6))
                                  : config_.steps;
    progress.secondsLeft = budget() > 0 ? std::max(0.0, budget() - progress.seconds)
                                        : progress.seconds * (1 - over) / std::max(over, 1e-6);
    return progress;
  }

  void report(const TrainProgress& progress) const {
    if (onProgress_) onProgress_(progress);
  }

  void save() const {
    trainer_->save(checkpoint_, elapsed(), previous_);
    saveModel(job_.output + "/model", config_.model, trainer_->averaged(), tokenizerPath(job_));
  }

  double heldOut() {
    return valid_.tokens.empty() ? std::numeric_limits<double>::quiet_NaN()
                                 : trainer_->heldOut(valid_, config_.heldOutBatches);
  }

  const TrainJob& job_;
  const TrainCallback& onProgress_;
  TrainConfig config_;
  std::unique_ptr<Tokenizer> tokenizer_;
  std::optional<files::FolderLock> lock_;
  TokenizedCorpus corpus_, valid_;
  std::optional<Trainer> trainer_;
  std::string checkpoint_;
  std::string previous_;  // the checkpoint before it
  double before_ = 0;     // seconds of earlier sittings
  std::chrono::steady_clock::time_point start_;
  std::int64_t firstTokens_ = 0;
  int returns_ = 0;
};

}  // namespace

void runTraining(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel) {
  Sitting(job, onProgress, cancel).run(cancel);
}

}  // namespace lacuna::engine

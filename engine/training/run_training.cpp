// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <optional>

#include "engine/file_access.h"
#include "engine/training/schedule.h"
#include "engine/training/train_plan.h"
#include "engine/training/trainer.h"
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

// One sitting of a run, which may have begun in an earlier one.
class Sitting {
 public:
  Sitting(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel)
      : job_(job), onProgress_(onProgress), plan_(planTraining(job)) {
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
    corpus_ = tokenizeCorpus(job.data, *plan_.tokenizer, job.output + "/tokens.bin", stopIfAsked);
    plan_.check(corpus_, job.data);
    if (!job.valid.empty()) {
      valid_ = tokenizeCorpus(job.valid, *plan_.tokenizer, job.output + "/valid.bin", stopIfAsked);
      plan_.check(valid_, job.valid);
    }
    learner_ = plan_.begin(corpus_, chooseDevice(job.device));
    checkpoint_ = job.output + "/checkpoint.safetensors";
    previous_ = job.output + "/checkpoint.previous.safetensors";
    start_ = std::chrono::steady_clock::now();
  }

  void run(const CancelFlag& cancel) {
    std::string note;
    if (fs::exists(checkpoint_) || fs::exists(previous_)) {
      note = resume();
    } else {
      if (!job_.from.empty()) learner_->startFrom(job_.from);
      learner_->save(checkpoint_, 0);  // there is a state to go back to from the first step on
    }
    firstTokens_ = learner_->tokens();
    start_ = std::chrono::steady_clock::now();
    if (learner_->steps() > 0 || !note.empty()) {
      TrainProgress resumed = progress();
      resumed.note = note + "Resumed at step " + std::to_string(learner_->steps()) + ".";
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
  // From the checkpoint, or from the one before it where that one is damaged or gone. Returns what is to be said of it.
  std::string resume() {
    std::optional<Error> why;
    try {
      if (fs::exists(checkpoint_)) {
        before_ = learner_->load(checkpoint_);
        return {};
      }
    } catch (const Error& error) {
      if (error.code() != ErrorCode::kBadModel || !fs::exists(previous_)) throw;
      why = error;
    }
    try {
      before_ = learner_->load(previous_);
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
    return static_cast<double>(learner_->steps()) / static_cast<double>(std::max<std::int64_t>(1, plan_.options.steps));
  }

  void step() {
    const double over = share();
    const double rate = rateAt(plan_.options, learner_->steps(), over);
    const double perStep = budget() > 0 ? over / static_cast<double>(std::max<std::int64_t>(1, learner_->steps()))
                                        : 1.0 / static_cast<double>(std::max<std::int64_t>(1, plan_.options.steps));
    const StepLoss loss = learner_->step(rate, {over, perStep});
    if (!loss.sound) {
      goBack(loss.loss);
      return;
    }
    TrainProgress now = progress();
    now.stepLoss = loss.loss;
    now.gradientNorm = loss.gradientNorm;
    now.rate = rate;
    if (learner_->steps() % plan_.options.heldOutEvery == 0) {
      now.heldOutLoss = heldOut();
      now.experts = expertShares(learner_->lastLoad());
    }
    if (learner_->steps() % plan_.options.checkpointEvery == 0) {
      save();
      returns_ = 0;
      now.note = "Checkpoint written.";
    }
    report(now);
  }

  // To the last checkpoint, and on from there with other text.
  void goBack(double loss) {
    const std::int64_t from = learner_->steps();
    const std::string course =
        (std::isfinite(loss) ? "The loss rose to " + nats(loss) : "The loss is no longer a number") + " at step " +
        std::to_string(from) + ", from " + nats(learner_->smoothedLoss());
    if (++returns_ > kMostReturns) {
      throw Error(ErrorCode::kInternal, course + ", for the " + std::to_string(returns_) +
                                            "th time since the last checkpoint; lower the learning rates in " +
                                            job_.config + " and run the same command again.");
    }
    const std::int64_t detours = learner_->detours() + 1;
    learner_->load(fs::exists(checkpoint_) ? checkpoint_ : previous_);
    learner_->detour(detours);
    TrainProgress now = progress();
    now.note = course + ": back to step " + std::to_string(learner_->steps()) + ", and on with other text.";
    report(now);
  }

  TrainProgress progress() const {
    TrainProgress progress;
    progress.step = learner_->steps();
    progress.tokens = learner_->tokens();
    progress.loss = learner_->smoothedLoss();
    progress.stepLoss = progress.heldOutLoss = std::numeric_limits<double>::quiet_NaN();
    progress.seconds = elapsed();
    progress.tokensPerSecond =
        static_cast<double>(learner_->tokens() - firstTokens_) / std::max(1e-9, progress.seconds - before_);
    const double over = share();
    progress.steps = budget() > 0 ? static_cast<std::int64_t>(static_cast<double>(progress.step) / std::max(over, 1e-6))
                                  : plan_.options.steps;
    progress.secondsLeft = budget() > 0 ? std::max(0.0, budget() - progress.seconds)
                                        : progress.seconds * (1 - over) / std::max(over, 1e-6);
    return progress;
  }

  void report(const TrainProgress& progress) const {
    if (onProgress_) onProgress_(progress);
  }

  void save() const {
    learner_->save(checkpoint_, elapsed(), previous_);
    plan_.save(*learner_, job_.output + "/model");
  }

  double heldOut() {
    return valid_.tokens.empty() ? std::numeric_limits<double>::quiet_NaN()
                                 : learner_->heldOut(valid_, plan_.options.heldOutBatches);
  }

  const TrainJob& job_;
  const TrainCallback& onProgress_;
  TrainPlan plan_;
  std::optional<files::FolderLock> lock_;
  TokenizedCorpus corpus_, valid_;
  std::unique_ptr<Learner> learner_;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <limits>
#include <optional>

#include "engine/file_access.h"
#include "engine/training/schedule.h"
#include "engine/training/train_plan.h"
#include "engine/training/trainer.h"
#include "engine/training/work_clock.h"
#include "engine/training/world.h"
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
  Sitting(const TrainJob& job, const std::optional<Place>& place, const TrainCallback& onProgress,
          const CancelFlag& cancel)
      : job_(job), onProgress_(onProgress), plan_(planTraining(job)) {
    const torch::Device device = chooseDevice(job.device);
    world_ = joinWorld(place, device);
    checkpoint_ = job.output + "/checkpoint.safetensors";
    previous_ = job.output + "/checkpoint.previous.safetensors";
    if (world_)
      world_->leaderFirst("tokens", [&] { readBooks(cancel); });
    else
      readBooks(cancel);
    learner_ = plan_.begin(corpus_, device);
    if (plan_.keepsBest || job.between) learner_->callBetween([this] { pause(); });
    learner_->join(world_.get());
    if (world_ && !world_->agree(whatIsTrained())) {
      throw Error(ErrorCode::kInvalidInput,
                  "The ranks of this training have other books or another configuration than "
                  "rank 0: give all of them the same files.");
    }
    clock_.start(plan_.keepsBest);
  }

  bool run(const CancelFlag& cancel) {
    try {
      return train(cancel);
    } catch (const RankLost& lost) {
      throw RankLost(std::string(lost.what()) +
                     (leads() ? keepWholeStep() : " Rank 0 has kept the run where it could.") +
                     " Start all ranks again: the run goes on from its last checkpoint.");
    }
  }

 private:
  bool leads() const { return !world_ || world_->leads(); }

  void readBooks(const CancelFlag& cancel) {
    withFiles(ErrorCode::kIo, [&] {
      files::makeFolder(job_.output);
      if (!leads()) return;
      lock_.emplace(job_.output, "training.lock",
                    "Another training is at work in " + job_.output + ": wait for it, or give another --output.");
      files::checkOutput(checkpoint_);
      files::makeFolder(job_.output + "/model");
    });
    const auto stopIfAsked = [&](std::size_t, std::size_t) {
      if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped before the first step.");
    };
    corpus_ = tokenizeCorpus(job_.data, *plan_.tokenizer, job_.output + "/tokens.bin", stopIfAsked);
    plan_.check(corpus_, job_.data);
    if (!job_.valid.empty()) {
      valid_ = tokenizeCorpus(job_.valid, *plan_.tokenizer, job_.output + "/valid.bin", stopIfAsked);
      plan_.check(valid_, job_.valid);
    }
    if (plan_.prepare) {
      plan_.prepare([&] {
        stopIfAsked(0, 0);
        if (job_.between) job_.between();
      });
    }
  }

  // A number that ranks have in common where they train the same.
  std::int64_t whatIsTrained() const {
    std::string all = std::to_string(learner_->fingerprint()) + "/" + std::to_string(plan_.options.steps) + "/" +
                      std::to_string(job_.budgetMinutes);
    for (const TokenizedCorpus* corpus : {&corpus_, &valid_}) {
      for (const std::size_t start : corpus->starts) all += "," + std::to_string(start);
    }
    return static_cast<std::int64_t>(std::hash<std::string>()(all));
  }

  // Of a run that lost a rank within a step. Returns what is to be said of it.
  std::string keepWholeStep() {
    try {
      learner_->save(checkpoint_, agreed_, previous_);
      return " Step " + std::to_string(learner_->steps()) + " is kept in " + job_.output + ".";
    } catch (const std::exception& error) {
      return std::string(" ") + error.what();
    }
  }

  bool train(const CancelFlag& cancel) {
    std::string note;
    if (leads()) note = begin();
    learner_->share();
    firstTokens_ = learner_->tokens();
    clock_.start(plan_.keepsBest);
    if (learner_->steps() > 0 || !note.empty()) {
      TrainProgress resumed = progress();
      resumed.note = note + "Resumed at step " + std::to_string(learner_->steps()) + ".";
      report(resumed);
    }
    if (plan_.keepsBest && !learner_->heldOutCourse().began()) measureBefore();
    while (goesOn(cancel)) step();
    TrainProgress last = progress();
    if (plan_.keepsBest) {  // who stops it waits
      if (!stopped_) measuredAt_ == learner_->steps() ? tellHeldOut(&last) : measure(&last);
      save();
    } else {
      save();
      last.heldOutLoss = heldOut();
    }
    last.outOfPatience = outOfPatience();
    last.note = stopped_ ? "Stopped; the run resumes from here."
                : last.outOfPatience
                    ? "Ended: the last " + std::to_string(plan_.patience) +
                          " measurements of the held-out text brought no gain; the best is in " + job_.output + "/best."
                    : "Done; the model is in " + job_.output + "/model.";
    report(last);
    return share() >= 1.0 || last.outOfPatience;
  }

  std::string begin() {
    if (fs::exists(checkpoint_) || fs::exists(previous_)) return resume();
    if (!job_.from.empty()) learner_->startFrom(job_.from);
    learner_->save(checkpoint_, 0);  // there is a state to go back to from the first step on
    return {};
  }

  // Sets the run's clock, rank 0's where there are several.
  bool goesOn(const CancelFlag& cancel) {
    agreed_ = elapsed();
    stopped_ = cancel.load();
    if (world_) {
      const auto said = torch::tensor({leads() ? agreed_ : 0.0, stopped_ ? 1.0 : 0.0}, torch::kFloat64);
      world_->sum(said);
      agreed_ = said[0].item<double>();
      stopped_ = said[1].item<double>() > 0;
    }
    return share() < 1.0 && !outOfPatience() && !stopped_;
  }

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

  double elapsed() const { return before_ + clock_.seconds(); }
  double budget() const { return job_.budgetMinutes * 60; }
  double share() const {
    if (budget() > 0) return std::min(1.0, agreed_ / budget());
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
    now.lossPerCharacter = loss.perCharacter;
    if (learner_->steps() % plan_.options.heldOutEvery == 0) {
      measure(&now);
      now.experts = expertShares(learner_->lastLoad());
    }
    if (learner_->steps() % plan_.options.checkpointEvery == 0) {
      save();
      returns_ = 0;
      now.note = "Checkpoint written.";
    }
    report(now);
  }

  void pause() {
    clock_.tick();
    if (!job_.between) return;
    job_.between();
    clock_.leaveOut();
  }

  bool outOfPatience() const { return plan_.patience > 0 && learner_->heldOutCourse().misses() >= plan_.patience; }

  // The held-out text, and whether the run has never done better.
  void measure(TrainProgress* now) {
    now->heldOutLoss = heldOut();
    if (valid_.tokens.empty()) return;
    measuredAt_ = learner_->steps();
    if (plan_.keepsBest && learner_->heldOutCourse().add(learner_->lastHeldOut(), learner_->steps()) && leads())
      plan_.save(*learner_, job_.output + "/best");
    tellHeldOut(now);
  }

  void tellHeldOut(TrainProgress* now) const {
    const HeldOut& found = learner_->lastHeldOut();
    now->heldOutLoss = found.loss;
    now->heldOutPerCharacter = found.perCharacter;
    if (!plan_.keepsBest) return;
    const HeldOutCourse& course = learner_->heldOutCourse();
    now->bestHeldOut = course.best();
    now->bestStep = course.bestStep();
    const ExpertLoad& before = course.loadBefore();
    for (std::size_t i = 0; i < found.load.tokens_E.size() && i < before.tokens_E.size(); ++i) {
      const auto shares = [](const torch::Tensor& tokens_E) {
        const auto share_E = (tokens_E / tokens_E.sum()).to(torch::kCPU, torch::kFloat64).contiguous();
        return std::vector<double>(share_E.data_ptr<double>(), share_E.data_ptr<double>() + share_E.numel());
      };
      now->expertShares.push_back({plan_.expertLayers[i], shares(before.tokens_E[i]), shares(found.load.tokens_E[i])});
    }
  }

  // The held-out text without the voice, which changes nothing yet: the best so far.
  void measureBefore() {
    if (valid_.tokens.empty()) return;
    heldOut();
    learner_->heldOutCourse().begin(learner_->lastHeldOut());
    if (leads()) plan_.save(*learner_, job_.output + "/best");
    save();
    TrainProgress now = progress();
    now.heldOutLoss = learner_->lastHeldOut().loss;
    now.heldOutPerCharacter = learner_->heldOutCourse().before();
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
    if (leads()) learner_->load(fs::exists(checkpoint_) ? checkpoint_ : previous_);
    learner_->share();
    learner_->detour(detours);
    measuredAt_ = -1;
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
    progress.heldOutBefore = learner_->heldOutCourse().before();
    progress.bestHeldOut = learner_->heldOutCourse().best();
    progress.bestStep = learner_->heldOutCourse().bestStep();
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
    if (onProgress_ && leads()) onProgress_(progress);
  }

  void save() {
    learner_->share();  // ranks whose processors round otherwise stay together
    if (!leads()) return;
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
  std::unique_ptr<World> world_;  // null: alone
  std::optional<files::FolderLock> lock_;
  TokenizedCorpus corpus_, valid_;
  std::unique_ptr<Learner> learner_;
  std::string checkpoint_;
  std::string previous_;  // the checkpoint before it
  double before_ = 0;     // seconds of earlier sittings
  WorkClock clock_;
  double agreed_ = 0;  // seconds of the whole run as of the last step, by the clock of rank 0
  bool stopped_ = false;
  std::int64_t firstTokens_ = 0;
  std::int64_t measuredAt_ = -1;  // step of this sitting at which the held-out text was looked at last
  int returns_ = 0;
};

}  // namespace

bool runTraining(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel) {
  return runTraining(job, findPlace([](const char* name) { return std::getenv(name); }), onProgress, cancel);
}

bool runTraining(const TrainJob& job, const std::optional<Place>& place, const TrainCallback& onProgress,
                 const CancelFlag& cancel) {
  return Sitting(job, place, onProgress, cancel).run(cancel);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What a training run is made of, whatever it trains: optimiser, averaged weights, watch, counts, and a checkpoint that
// holds all of it. What derives says how a step's loss and gradients are computed.
//
// Everything random is a pure function of (seed, step), and a checkpoint holds all other state, so a resumed run with
// a fixed number of steps repeats the uninterrupted one to the last digit on one machine. With a time budget the
// schedule follows the clock and cannot.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/experts/mixture.h"
#include "engine/text/corpus.h"
#include "engine/training/gradient_sum.h"
#include "engine/training/held_out_course.h"
#include "engine/training/loss_watch.h"
#include "engine/training/optimizer.h"
#include "engine/training/train_config.h"

namespace lacuna::engine {

struct StepLoss {
  double loss = 0;                     // weighted cross-entropy, nats a token
  double perCharacter = kNotMeasured;  // nats a character, of learners that know
  double gradientNorm = 0;
  bool sound = true;  // false: the run has left its course (LossWatch), and the weights are as they were
};

// How far a run has come: what a length curriculum goes by.
struct Course {
  double share = 1.0;    // of the run that is over, 0..1
  double perStep = 0.0;  // what a step adds
};

constexpr std::uint64_t kHeldOutSeed = 20240607;

class Learner {
 public:
  virtual ~Learner();
  Learner(const Learner&) = delete;
  Learner& operator=(const Learner&) = delete;

  // Begins with the weights of a model folder instead of random ones; the optimiser knows nothing yet. Throws
  // Error(kBadModel) where its shapes are others.
  virtual void startFrom(const std::string& folder) = 0;

  // One optimiser step at a rate of 0..1 of the configured one.
  StepLoss step(double rate, const Course& course = {});

  // From here on a step's batches are shared out among the ranks of that world, which outlives this; all of them call
  // step(), heldOut() and share() together, and load() is for one that the others then take it from by share().
  // Throws Error(kInvalidConfig) where RunOptions::accumulate is no multiple of the ranks.
  void join(World* world);
  // All ranks take what rank 0 holds: weights, moments, counts. Without a world nothing.
  void share();
  // A number of all that the ranks must have in common, but for their books.
  std::int64_t fingerprint() const;

  // Other text and other noise from here on than the run would have seen: what follows a return to an earlier state.
  virtual void detour(std::int64_t number) { detours_ = number; }
  std::int64_t detours() const { return detours_; }

  // Mean loss with the averaged weights over fixed batches and noise, nats.
  double heldOut(const TokenizedCorpus& valid, int batches);
  // What else it found: the experts' load, and nats a character of learners that know.
  const HeldOut& lastHeldOut() const { return heldOut_; }
  // How the run has done on the held-out text, for who keeps the best: stands in checkpoints.
  HeldOutCourse& heldOutCourse() { return course_; }
  const HeldOutCourse& heldOutCourse() const { return course_; }
  // Called between the parts of a step from the training thread, of learners that can; may be empty.
  virtual void callBetween(std::function<void()> /*between*/) {}

  // One file, replaced in one step and on the disk when this returns. keeping: a name under which the one before stays.
  void save(const std::string& path, double elapsedSeconds, const std::string& keeping = {}) const;
  // Returns the elapsed seconds that were saved. Throws Error(kBadModel) when the file is damaged or belongs to another
  // run: to another configuration, or to a tokenizer of other pieces.
  double load(const std::string& path);

  std::int64_t steps() const { return step_; }
  std::int64_t tokens() const { return tokens_; }
  double smoothedLoss() const { return smoothed_; }
  const ExpertLoad& lastLoad() const { return load_; }
  Parameters averaged() const;  // the EMA of the parameters, under their names

 protected:
  explicit Learner(const RunOptions& options) : options_(options) {}
  // Once, before anything else is asked. The parameters outlive it and stay where they are.
  void learn(Parameters* parameters);

  struct Look {
    double loss = 0;          // not finite: there are no gradients to trust
    std::int64_t tokens = 0;  // what counts as seen
    double perCharacter = kNotMeasured;
  };
  // The loss of batch() and its gradients, in the parameters' places, where there are none. Called for each batch of a
  // step that is this rank's; what is counted is of that batch alone.
  virtual Look look(const Course& course, ExpertLoad* load) = 0;
  // Moves the experts' biases against their load.
  virtual void balance(const ExpertLoad& load) = 0;
  virtual HeldOutLook heldOutLook(const TokenizedCorpus& valid, int batch) = 0;
  // What a checkpoint is bound to: "config" and "tokenizer".
  virtual std::map<std::string, std::string> identity() const = 0;

  // Of what is drawn from here on.
  std::uint64_t seed() const;
  // What look() is to look at: batches are numbered over the whole run, RunOptions::accumulate a step.
  std::int64_t batch() const { return batch_; }
  // From one batch of this rank to its next one.
  std::int64_t stride() const;
  // May be told by a pass that puts its gradients into their places one after the other, while it goes on: that of
  // parameter `at` is whole. It is gone then. The thread of the pass.
  void ready(std::size_t at);

 private:
  void average();
  Look lookAtAll(const Course& course);
  void addUp(Look* look, double* perCharacter, double* known);
  NamedTensors state(double elapsedSeconds) const;
  double takeCounts(const NamedTensors& state);

  RunOptions options_;
  Parameters* parameters_ = nullptr;
  std::optional<Optimizer> optimizer_;
  LossWatch watch_;
  World* world_ = nullptr;
  std::unique_ptr<GradientSum> sum_;   // where a step has several batches
  std::vector<torch::Tensor> hooked_;  // parameters that say when their gradient is there
  std::vector<torch::Tensor> average_;
  ExpertLoad load_;
  HeldOut heldOut_;
  HeldOutCourse course_;
  std::int64_t step_ = 0;
  std::int64_t batch_ = 0;
  bool last_ = true;  // of this rank in its step
  std::int64_t tokens_ = 0;
  std::int64_t detours_ = 0;
  double smoothed_ = 0;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The training loop: batches, the two passes of the soft mask, loss, optimiser, balance, EMA, checkpoints.
//
// Everything random is a pure function of (seed, step), and a checkpoint holds all other state, so a resumed run with
// a fixed number of steps repeats the uninterrupted one to the last digit on one machine. With a time budget the
// schedule follows the clock and cannot.
#pragma once

#include <memory>
#include <string>

#include "engine/device.h"
#include "engine/diffusion/noise_process.h"
#include "engine/session.h"
#include "engine/training/loss_watch.h"
#include "engine/training/optimizer.h"
#include "engine/training/train_config.h"
#include "engine/training/train_input.h"

namespace lacuna::engine {

struct StepLoss {
  double loss = 0;  // weighted cross-entropy, nats a token
  double gradientNorm = 0;
  bool sound = true;  // false: the run has left its course (LossWatch), and the weights are as they were
};

// How far a run has come: what a length curriculum goes by.
struct Course {
  double share = 1.0;    // of the run that is over, 0..1
  double perStep = 0.0;  // what a step adds
};

class Trainer {
 public:
  // The references outlive it.
  Trainer(const TrainConfig& config, const Tokenizer& tokenizer, const TokenizedCorpus& corpus,
          torch::Device device = torch::kCPU);

  // Begins with the weights of a model folder instead of random ones; the optimiser knows nothing yet. What a head
  // reads may differ from that model's configuration, the shapes may not: Error(kBadModel).
  void startFrom(const std::string& folder);

  // One optimiser step, over TrainConfig::accumulate batches, at a rate of 0..1 of the configured one.
  StepLoss step(double rate, const Course& course = {});

  // Other text and other noise from here on than the run would have seen: what follows a return to an earlier state.
  void detour(std::int64_t number);
  std::int64_t detours() const { return detours_; }

  // heldOutLoss() (objective.h) with the averaged weights, over fixed batches and noise.
  double heldOut(const TokenizedCorpus& valid, int batches);

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
  const Denoiser& model() const { return model_; }

 private:
  torch::Tensor loss(const TrainInput& input, ExpertLoad* load, bool heldOut) const;
  TrainSource source(const TokenizedCorpus& corpus) const { return {corpus, tokenizer_, config_, *noise_}; }
  void balance();
  void average();

  TrainConfig config_;
  const Tokenizer& tokenizer_;
  Denoiser model_;
  std::unique_ptr<NoiseProcess> noise_;
  TrainQueue queue_;
  Optimizer optimizer_;
  LossWatch watch_;
  std::vector<torch::Tensor> average_;
  ExpertLoad load_;
  std::int64_t step_ = 0;
  std::int64_t tokens_ = 0;
  std::int64_t detours_ = 0;
  double smoothed_ = 0;
};

// `lacuna train`: reads configuration and corpus, resumes from <output>/checkpoint.safetensors if it is there, or from
// the one before it (checkpoint.previous.safetensors) where that is damaged, trains, writes <output>/model. One at a
// time in a folder: a second one is refused with Error(kIo); Error(kCancelled) where it is stopped before its first
// step. A run that leaves its course goes back to its last checkpoint and on with other text, and says so; when it does
// so three times without a checkpoint in between, Error(kInternal) is thrown.
void runTraining(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel);

}  // namespace lacuna::engine

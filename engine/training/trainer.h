// SPDX-License-Identifier: GPL-3.0-or-later
// The training of a model of its own: batches, the two passes of the soft mask, loss, balance.
#pragma once

#include <memory>
#include <string>

#include "engine/device.h"
#include "engine/diffusion/noise_process.h"
#include "engine/session.h"
#include "engine/training/learner.h"
#include "engine/training/place.h"
#include "engine/training/train_input.h"

namespace lacuna::engine {

class Trainer final : public Learner {
 public:
  // The references outlive it.
  Trainer(const TrainConfig& config, const Tokenizer& tokenizer, const TokenizedCorpus& corpus,
          torch::Device device = torch::kCPU);

  // What a head reads may differ from that model's configuration, the shapes may not.
  void startFrom(const std::string& folder) override;
  void detour(std::int64_t number) override;

  const Denoiser& model() const { return model_; }

 private:
  Look look(const Course& course, ExpertLoad* load) override;
  void balance(const ExpertLoad& load) override;
  // heldOutLoss() of objective.h.
  HeldOutLook heldOutLook(const TokenizedCorpus& valid, int batch) override;
  std::map<std::string, std::string> identity() const override;
  torch::Tensor loss(const TrainInput& input, ExpertLoad* load, bool heldOut) const;
  TrainSource source(const TokenizedCorpus& corpus) const { return {corpus, tokenizer_, config_, *noise_}; }

  TrainConfig config_;
  const Tokenizer& tokenizer_;
  Denoiser model_;
  std::unique_ptr<NoiseProcess> noise_;
  TrainQueue queue_;
};

// `lacuna train`: reads configuration and corpus, resumes from <output>/checkpoint.safetensors if it is there, or from
// the one before it (checkpoint.previous.safetensors) where that is damaged, trains, writes <output>/model. One at a
// time in a folder: a second one is refused with Error(kIo); Error(kCancelled) where it is stopped before its first
// step. Returns whether it is done; false: stopped before its end. A run that leaves its course goes back to its last
// checkpoint and on with other text, and says so; when it does so three times without a checkpoint in between,
// Error(kInternal) is thrown.
//
// Where findPlace() says so it is one of several: rank 0 writes and reports, and its clock is that of all; a flag set
// in one of them stops all after the same step. Where a rank is lost, rank 0 writes the last whole step, and RankLost
// is thrown.
bool runTraining(const TrainJob& job, const TrainCallback& onProgress, const CancelFlag& cancel);
// The same at a place that is given; null: alone.
bool runTraining(const TrainJob& job, const std::optional<Place>& place, const TrainCallback& onProgress,
                 const CancelFlag& cancel);

}  // namespace lacuna::engine

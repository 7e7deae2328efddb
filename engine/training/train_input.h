// SPDX-License-Identifier: GPL-3.0-or-later
// Everything about a training step that does not need the weights: the batch, its noise and its attention plans. Made
// on the host; a GPU would wait for it, so a queue makes the next steps' while one is computed.
#pragma once

#include <cstdint>
#include <deque>
#include <future>

#include "engine/diffusion/noise_process.h"
#include "engine/training/train_config.h"

namespace lacuna::engine {

struct TrainInput {
  Batch batch;
  NoisedTokens noised;
  bool soft = false;  // the model's own guess is fed back
  StreamPlan readPlan;
  FillPlan fillPlan;
};

// Where steps come from. The references outlive it. Safe to ask from several threads at once.
struct TrainSource {
  const TokenizedCorpus& corpus;
  const Tokenizer& tokenizer;
  const TrainConfig& config;
  const NoiseProcess& noise;

  // A pure function of its arguments. share: of the run that is over, for a length curriculum.
  TrainInput make(std::uint64_t seed, std::int64_t step, double share = 1.0) const;
};

class TrainQueue {
 public:
  // ahead: steps that are made in threads of their own while others are computed; 0 makes each when it is asked for.
  TrainQueue(TrainSource source, std::uint64_t seed, int ahead) : source_(source), seed_(seed), ahead_(ahead) {}

  // Ascending steps, each so many behind the one before; any other step begins anew from there. share: of the run that
  // is over at this step; perStep: what it grows until the next one that is taken.
  TrainInput take(std::int64_t step, double share = 1.0, double perStep = 0.0, std::int64_t stride = 1);

  // All later steps are of another seed.
  void reseed(std::uint64_t seed);

 private:
  TrainSource source_;
  std::uint64_t seed_;
  int ahead_;
  std::int64_t first_ = 0;  // the step of waiting_.front()
  std::deque<std::future<TrainInput>> waiting_;
};

}  // namespace lacuna::engine

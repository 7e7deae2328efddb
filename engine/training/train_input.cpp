// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_input.h"

namespace lacuna::engine {

TrainInput TrainSource::make(std::uint64_t seed, std::int64_t step, double share) const {
  const ModelConfig& model = config.model;
  TrainInput input;
  input.batch =
      makeBatch(corpus, tokenizer, StreamOptions(model), config.batch, seed, static_cast<std::uint64_t>(step), share);
  Random random(seed, static_cast<std::uint64_t>(step), 2);
  const Batch& batch = input.batch;
  input.noised = noise.draw(batch.target_F, batch.level_F, batch.group_F, model.vocabulary, model.width, random);
  input.soft = noise.usesGuess() && model.reading != Reading::kCausal && random.uniform() < config.softShare;
  input.readPlan = makeReadPlan(model, batch.layout);
  input.fillPlan = makeFillPlan(model, batch.layout);
  return input;
}

TrainInput TrainQueue::take(std::int64_t step, double share, double perStep, std::int64_t stride) {
  if (ahead_ <= 0) return source_.make(seed_, step, share);
  if (waiting_.empty() || first_ != step) {
    waiting_.clear();
    first_ = step;
  }
  while (static_cast<int>(waiting_.size()) <= ahead_) {
    const auto ahead = static_cast<std::int64_t>(waiting_.size());
    const double then = share + perStep * static_cast<double>(ahead);
    waiting_.push_back(std::async(
        std::launch::async, [this, next = first_ + ahead * stride, then] { return source_.make(seed_, next, then); }));
  }
  std::future<TrainInput> front = std::move(waiting_.front());
  waiting_.pop_front();
  first_ += stride;
  return front.get();
}

void TrainQueue::reseed(std::uint64_t seed) {
  waiting_.clear();  // waits for those that are being made
  seed_ = seed;
}

}  // namespace lacuna::engine

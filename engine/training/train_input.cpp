// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_input.h"

namespace lacuna::engine {

TrainInput TrainSource::make(std::uint64_t seed, std::int64_t step) const {
  const ModelConfig& model = config.model;
  TrainInput input;
  input.batch =
      makeBatch(corpus, tokenizer, StreamOptions(model), config.batch, seed, static_cast<std::uint64_t>(step));
  Random random(seed, static_cast<std::uint64_t>(step), 2);
  const Batch& batch = input.batch;
  input.noised = noise.draw(batch.target_F, batch.level_F, batch.group_F, model.vocabulary, model.width, random);
  input.soft = noise.usesGuess() && model.reading != Reading::kCausal && random.uniform() < config.softShare;
  input.readPlan = makeReadPlan(model, batch.layout);
  input.fillPlan = makeFillPlan(model, batch.layout);
  return input;
}

TrainInput TrainQueue::take(std::int64_t step) {
  if (ahead_ <= 0) return source_.make(seed_, step);
  if (waiting_.empty() || first_ != step) {
    waiting_.clear();
    first_ = step;
  }
  while (static_cast<int>(waiting_.size()) <= ahead_) {
    const std::int64_t next = first_ + static_cast<std::int64_t>(waiting_.size());
    waiting_.push_back(std::async(std::launch::async, [this, next] { return source_.make(seed_, next); }));
  }
  std::future<TrainInput> front = std::move(waiting_.front());
  waiting_.pop_front();
  ++first_;
  return front.get();
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The file behind `lacuna train --config`.
#pragma once

#include <string>

#include "engine/denoiser/config.h"
#include "engine/training/batch.h"
#include "engine/training/objective.h"
#include "engine/training/optimizer.h"

namespace lacuna::engine {

// How the learning rate goes after the warm-up: flat and then down to zero (WSD), or half a cosine.
enum class RateCurve { kFlat, kCosine };

// What every run has, whatever it trains.
struct RunOptions {
  OptimizerOptions optimizer;
  int accumulate = 1;         // batches a step, which ranks share out
  std::int64_t steps = 4000;  // ignored when a time budget is given
  int warmUp = 100;           // steps
  RateCurve curve = RateCurve::kFlat;
  double decay = 0.4;  // kFlat: the last share of the run in which the rate falls linearly to zero
  double ema = 0.999;
  double balanceRate = 1e-3;           // of the experts' bias, a step
  std::int64_t checkpointEvery = 250;  // steps
  std::int64_t heldOutEvery = 250;     // steps
  int heldOutBatches = 8;
  std::uint64_t seed = 1;
};

struct TrainConfig : RunOptions {
  ModelConfig model;
  BatchOptions batch;
  double softShare = 0.3;  // share of steps whose masks carry the model's own guess
  double zLoss = 1e-3;
  Weighting weighting = Weighting::kEven;  // "even" or "bound"
  bool recomputeLayers = false;            // Denoiser::recomputeLayers: less memory, more time, the same run
};

// The names of a configuration's fields: its own and those of RunOptions.
std::vector<std::string> withRunFields(std::vector<std::string> own);
// Throws Error(kInvalidConfig) naming the field. What is not said stays as it is.
void readRunOptions(const nlohmann::json& json, RunOptions* options);
// Throws Error(kInvalidConfig) naming the field `name`: a length or a share out of range, or no share above 0.
void checkLengths(const LengthShares& lengths, const char* name);
// Throws Error(kInvalidConfig) where a weight is out of range.
void checkFolderWeights(const std::map<std::string, double>& weights);

// Throws Error(kInvalidConfig) naming the field; where: what is read, for its sentences.
TrainConfig trainConfigFromJson(const nlohmann::json& json, const std::string& where);

// Throws Error(kInvalidInput), naming the file and the field.
TrainConfig readTrainConfig(const std::string& path);

}  // namespace lacuna::engine

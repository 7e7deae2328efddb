// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_config.h"

#include <algorithm>
#include <fstream>

#include "engine/session.h"

namespace lacuna::engine {
namespace {

void readBatch(const nlohmann::json& json, BatchOptions* batch) {
  refuseUnknown(json,
                {"tokens", "lengths", "stages", "longestGap", "longGaps", "whole", "wordBorders", "expansions",
                 "deletions", "folderWeights"},
                "batch");
  readField(json, "tokens", &batch->tokens);
  readField(json, "lengths", &batch->lengths);
  readField(json, "stages", &batch->stages);
  readField(json, "longestGap", &batch->longestGap);
  readField(json, "longGaps", &batch->longGaps);
  readField(json, "whole", &batch->whole);
  readField(json, "wordBorders", &batch->wordBorders);
  readField(json, "expansions", &batch->expansions);
  readField(json, "deletions", &batch->deletions);
  readField(json, "folderWeights", &batch->folderWeights);
  bool sound = batch->tokens >= 16 && batch->longestGap >= 1;
  const auto lengthsAreSound = [](const LengthShares& lengths) {
    return !lengths.empty() && std::all_of(lengths.begin(), lengths.end(),
                                           [](const auto& entry) { return entry.first >= 16 && entry.second >= 0; });
  };
  sound = sound && lengthsAreSound(batch->lengths);
  double before = 0;
  for (const auto& [until, lengths] : batch->stages) {
    sound = sound && until > before && until <= 1 && lengthsAreSound(lengths);
    before = until;
  }
  for (const double share : {batch->expansions, batch->deletions}) sound = sound && share >= 0 && share <= 0.5;
  for (const auto& [folder, weight] : batch->folderWeights) sound = sound && weight > 0;
  if (!sound)
    throw Error(ErrorCode::kInvalidConfig,
                "The configuration's \"batch\" is out of range: tokens and lengths start at 16, stages ascend to "
                "1 at most, weights are above 0, expansions and deletions are 0 to 0.5.");
}

void readOptimizer(const nlohmann::json& json, OptimizerOptions* optimizer) {
  refuseUnknown(json, {"muon", "muonRate", "momentum", "adamRate", "beta1", "beta2", "epsilon", "weightDecay", "clip"},
                "optimizer");
  readField(json, "muon", &optimizer->muon);
  readField(json, "muonRate", &optimizer->muonRate);
  readField(json, "momentum", &optimizer->momentum);
  readField(json, "adamRate", &optimizer->adamRate);
  readField(json, "beta1", &optimizer->beta1);
  readField(json, "beta2", &optimizer->beta2);
  readField(json, "epsilon", &optimizer->epsilon);
  readField(json, "weightDecay", &optimizer->weightDecay);
  readField(json, "clip", &optimizer->clip);
}

}  // namespace

TrainConfig readTrainConfig(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Error(ErrorCode::kIo, "The configuration " + path + " cannot be read.");
  const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) throw Error(ErrorCode::kInvalidConfig, "The configuration " + path + " is not a JSON object.");
  return trainConfigFromJson(json, path);
}

TrainConfig trainConfigFromJson(const nlohmann::json& json, const std::string& where) {
  refuseUnknown(json,
                {"model", "batch", "optimizer", "steps", "accumulate", "warmUp", "curve", "decay", "ema", "softShare",
                 "balanceRate", "zLoss", "weighting", "checkpointEvery", "heldOutEvery", "heldOutBatches",
                 "recomputeLayers", "seed"},
                where);
  TrainConfig config;
  if (json.contains("model")) config.model = modelConfigFromJson(json["model"]);
  if (json.contains("batch")) readBatch(json["batch"], &config.batch);
  // What the model learns is what its samplers may count on.
  config.model.changesLength = config.batch.expansions > 0 || config.batch.deletions > 0;
  if (json.contains("optimizer")) readOptimizer(json["optimizer"], &config.optimizer);
  readField(json, "steps", &config.steps);
  readField(json, "accumulate", &config.accumulate);
  if (config.accumulate < 1 || config.accumulate > 4096)
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"accumulate\" must be 1 to 4096.");
  readField(json, "warmUp", &config.warmUp);
  std::string curve = "flat";
  readField(json, "curve", &curve);
  if (curve != "flat" && curve != "cosine")
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"curve\" must be flat or cosine.");
  config.curve = curve == "cosine" ? RateCurve::kCosine : RateCurve::kFlat;
  readField(json, "decay", &config.decay);
  readField(json, "ema", &config.ema);
  readField(json, "softShare", &config.softShare);
  readField(json, "balanceRate", &config.balanceRate);
  readField(json, "zLoss", &config.zLoss);
  std::string weighting = "even";
  readField(json, "weighting", &weighting);
  if (weighting != "even" && weighting != "bound")
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"weighting\" must be even or bound.");
  config.weighting = weighting == "bound" ? Weighting::kBound : Weighting::kEven;
  readField(json, "checkpointEvery", &config.checkpointEvery);
  readField(json, "heldOutEvery", &config.heldOutEvery);
  readField(json, "heldOutBatches", &config.heldOutBatches);
  readField(json, "recomputeLayers", &config.recomputeLayers);
  readField(json, "seed", &config.seed);
  return config;
}

}  // namespace lacuna::engine

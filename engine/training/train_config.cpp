// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/train_config.h"

#include "engine/error.h"
#include "engine/text/json.h"

namespace lacuna::engine {
namespace {

// Ranges are of what can be, not of what is wise; docs/training.md says what is.
constexpr double kMostTokens = 1 << 20;
constexpr double kMostSteps = 1e12;
constexpr double kLargest = 1e30;  // of a rate: far from what a float holds

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ErrorCode::kInvalidConfig, sentence); }

void readBatch(const nlohmann::json& json, BatchOptions* batch) {
  refuseUnknown(json,
                {"tokens", "lengths", "stages", "longestGap", "longGaps", "whole", "wordBorders", "expansions",
                 "deletions", "folderWeights"},
                "batch");
  readField(json, "tokens", &batch->tokens, 16, 1 << 24);
  readField(json, "lengths", &batch->lengths);
  readField(json, "stages", &batch->stages);
  readField(json, "longestGap", &batch->longestGap, 1, 65536);
  readField(json, "longGaps", &batch->longGaps, 0, 1);
  readField(json, "whole", &batch->whole, 0, 1);
  readField(json, "wordBorders", &batch->wordBorders, 0, 1);
  readField(json, "expansions", &batch->expansions, 0, 0.5);
  readField(json, "deletions", &batch->deletions, 0, 0.5);
  readField(json, "folderWeights", &batch->folderWeights);
  checkLengths(batch->lengths, "lengths");
  double before = 0;
  for (const auto& [until, lengths] : batch->stages) {
    if (!(until > before && until <= 1))
      refuse("The configuration's \"stages\" must end one after the other, at 1 at most.");
    checkLengths(lengths, "stages");
    before = until;
  }
  checkFolderWeights(batch->folderWeights);
}

void readOptimizer(const nlohmann::json& json, OptimizerOptions* optimizer) {
  refuseUnknown(json, {"muon", "muonRate", "momentum", "adamRate", "beta1", "beta2", "epsilon", "weightDecay", "clip"},
                "optimizer");
  constexpr double kBelowOne = 1 - 1e-9;  // a mean with a share of 1 would never move
  readField(json, "muon", &optimizer->muon);
  readField(json, "muonRate", &optimizer->muonRate, 0, kLargest);
  readField(json, "momentum", &optimizer->momentum, 0, kBelowOne);
  readField(json, "adamRate", &optimizer->adamRate, 0, kLargest);
  readField(json, "beta1", &optimizer->beta1, 0, kBelowOne);
  readField(json, "beta2", &optimizer->beta2, 0, kBelowOne);
  readField(json, "epsilon", &optimizer->epsilon, 1e-30, 1);
  readField(json, "weightDecay", &optimizer->weightDecay, 0, 1e3);
  readField(json, "clip", &optimizer->clip, 1e-12, kLargest);
}

}  // namespace

void checkLengths(const LengthShares& lengths, const char* name) {
  double shares = 0;
  for (const auto& [length, share] : lengths) {
    if (length < 16 || length > kMostTokens || share < 0 || share > kLargest)
      refuse(std::string("The configuration's \"") + name +
             "\" holds a length or a share out of range: lengths are 16 to 1048576, shares 0 or more.");
    shares += share;
  }
  if (!(shares > 0)) refuse(std::string("The configuration's \"") + name + "\" names no length with a share above 0.");
}

void checkFolderWeights(const std::map<std::string, double>& weights) {
  for (const auto& [folder, weight] : weights) {
    if (!(weight > 0 && weight <= 1e6))
      refuse("The configuration's \"folderWeights\" must be above 0, and 1e6 at most.");
  }
}

std::vector<std::string> withRunFields(std::vector<std::string> own) {
  for (const char* name : {"optimizer", "accumulate", "steps", "warmUp", "curve", "decay", "ema", "balanceRate",
                           "checkpointEvery", "heldOutEvery", "heldOutBatches", "seed"})
    own.emplace_back(name);
  return own;
}

void readRunOptions(const nlohmann::json& json, RunOptions* options) {
  if (json.contains("optimizer")) readOptimizer(json["optimizer"], &options->optimizer);
  readField(json, "accumulate", &options->accumulate, 1, 4096);
  readField(json, "steps", &options->steps, 1, kMostSteps);
  readField(json, "warmUp", &options->warmUp, 0, 1e9);
  std::string curve = options->curve == RateCurve::kCosine ? "cosine" : "flat";
  readField(json, "curve", &curve);
  if (curve != "flat" && curve != "cosine")
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"curve\" must be flat or cosine.");
  options->curve = curve == "cosine" ? RateCurve::kCosine : RateCurve::kFlat;
  readField(json, "decay", &options->decay, 0, 1);
  readField(json, "ema", &options->ema, 0, 1 - 1e-9);
  readField(json, "balanceRate", &options->balanceRate, 0, 1);
  readField(json, "checkpointEvery", &options->checkpointEvery, 1, kMostSteps);
  readField(json, "heldOutEvery", &options->heldOutEvery, 1, kMostSteps);
  readField(json, "heldOutBatches", &options->heldOutBatches, 1, 1e6);
  readField(json, "seed", &options->seed);
}

TrainConfig readTrainConfig(const std::string& path) {
  const auto json = readJsonObject(path, "The configuration");
  try {
    return trainConfigFromJson(json, path);
  } catch (const Error& error) {
    // The command line is well; the file that it names is not.
    if (error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kInvalidInput, path + ": " + error.what());
  }
}

TrainConfig trainConfigFromJson(const nlohmann::json& json, const std::string& where) {
  refuseUnknown(json, withRunFields({"model", "batch", "softShare", "zLoss", "weighting", "recomputeLayers"}), where);
  TrainConfig config;
  if (json.contains("model")) config.model = modelConfigFromJson(json["model"]);
  makeNoiseProcess(config.model.noise);  // refuses an unknown name here, not after the books are read
  if (json.contains("batch")) readBatch(json["batch"], &config.batch);
  // What the model learns is what its samplers may count on.
  config.model.changesLength = config.batch.expansions > 0 || config.batch.deletions > 0;
  readRunOptions(json, &config);
  readField(json, "softShare", &config.softShare, 0, 1);
  readField(json, "zLoss", &config.zLoss, 0, 1e3);
  std::string weighting = "even";
  readField(json, "weighting", &weighting);
  if (weighting != "even" && weighting != "bound")
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"weighting\" must be even or bound.");
  config.weighting = weighting == "bound" ? Weighting::kBound : Weighting::kEven;
  readField(json, "recomputeLayers", &config.recomputeLayers);
  return config;
}

}  // namespace lacuna::engine

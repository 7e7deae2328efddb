// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adapter_config.h"

#include "engine/error.h"

namespace lacuna::engine {
namespace {

// A reading is one chunk in training; what is longer would be read otherwise later.
constexpr int kLongestStretch = 512;

}  // namespace

void readGapBatch(const nlohmann::json& json, GapBatchOptions* batch) {
  refuseUnknown(
      json, {"tokens", "lengths", "share", "longestGap", "wordBorders", "open", "inOrder", "noisy", "folderWeights"},
      "batch");
  readField(json, "tokens", &batch->tokens, 16, 1 << 20);
  readField(json, "lengths", &batch->lengths);
  readField(json, "share", &batch->share, 0.01, 0.9);
  readField(json, "open", &batch->open, 0.0, 1.0);
  readField(json, "longestGap", &batch->longestGap, 1, kLongestStretch);
  readField(json, "wordBorders", &batch->wordBorders, 0, 1);
  readField(json, "inOrder", &batch->inOrder, 0, 1);
  readField(json, "noisy", &batch->noisy, 0, 1);
  readField(json, "folderWeights", &batch->folderWeights);
  checkLengths(batch->lengths, "lengths");
  for (const auto& [length, share] : batch->lengths) {
    if (length <= kLongestStretch) continue;
    throw Error(ErrorCode::kInvalidConfig, "The configuration's \"lengths\" hold " + std::to_string(length) +
                                               "; over a base stretches are 16 to " + std::to_string(kLongestStretch) +
                                               " tokens.");
  }
  checkFolderWeights(batch->folderWeights);
}

bool trainsAdapter(const nlohmann::json& json) { return json.contains("adapter"); }

AdapterTrainConfig adapterTrainConfigFromJson(const nlohmann::json& json, const AdapterConfig& begins,
                                              const std::string& where) {
  refuseUnknown(json, withRunFields({"adapter", "batch"}), where);
  AdapterTrainConfig config;
  nlohmann::json adapter = toJson(begins);
  if (json.contains("adapter")) {
    nlohmann::json own = json["adapter"];
    if (!own.is_object() || own.contains("base")) {
      throw Error(ErrorCode::kInvalidConfig,
                  "The configuration's \"adapter\" must be an object without a \"base\", which --base names.");
    }
    std::vector<std::string> linears;
    readField(own, "linears", &linears);
    if (own.contains("linears")) config.learnt = learntLinears(linears);
    own.erase("linears");
    adapter.update(own);
  }
  config.adapter = adapterConfigFromJson(adapter);
  if (json.contains("batch")) readGapBatch(json["batch"], &config.batch);
  readRunOptions(json, &config);
  return config;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/base_config.h"

#include "engine/text/json.h"

namespace lacuna::engine {

ModelConfig baseConfig() {
  ModelConfig config;
  config.name = "Lacuna base 35M";
  config.vocabulary = 16384;
  config.width = 384;
  config.layers = 8;
  config.headSize = 64;
  config.heads = {{4, 4, 128, 1, 128, {1}}, {2, 2, 128, 1, 128, {4, 16}}};
  config.chunk = 512;
  config.globals = 16;
  config.denseLayers = 2;
  config.denseHidden = 1024;
  config.experts = 8;
  config.expertsPerToken = 2;
  config.expertHidden = 336;
  config.sharedHidden = 448;
  return config;
}

ModelConfig readBenchConfig(const std::string& path) {
  if (path.empty()) return baseConfig();
  const auto json = readJsonObject(path, "The configuration");
  try {
    return modelConfigFromJson(json.contains("model") ? json["model"] : json);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kInvalidInput, path + ": " + error.what());
  }
}

std::int64_t countActive(const ModelConfig& config, std::int64_t parameters) {
  std::int64_t mixtures = 0;
  for (int layer = 0; layer < config.layers; ++layer) mixtures += config.isMixture(layer) ? 1 : 0;
  const std::int64_t expert = std::int64_t{3} * config.width * config.expertHidden;
  return parameters - mixtures * (config.experts - config.expertsPerToken) * expert;
}

}  // namespace lacuna::engine

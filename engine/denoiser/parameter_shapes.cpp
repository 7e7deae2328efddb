// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/parameter_shapes.h"

#include <unistd.h>

#include <cstdio>

#include "engine/denoiser/denoiser.h"
#include "engine/error.h"

namespace lacuna::engine {

std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameterShapes(const ModelConfig& config) {
  const std::int64_t width = config.width;
  const std::int64_t queries = std::int64_t{config.headCount()} * config.headSize;
  const std::int64_t keys = std::int64_t{config.keyHeadCount()} * config.headSize;
  const std::int64_t experts = config.experts;
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> shapes = {
      {"embedding", {config.vocabulary, width}},
      {"mask", {width}},
      {"chunk", {1, width}},
      {"globals", {config.globals, width}},
      {"gap_mark", {width}},
      {"soft_mask.share", {1}},
      {"soft_mask.steepness", {1}},
      {"soft_mask.midpoint", {1}},
  };
  for (int i = 0; i < config.layers; ++i) {
    const std::string layer = "layers." + std::to_string(i) + ".";
    const auto add = [&](const char* name, std::vector<std::int64_t> shape) {
      shapes.emplace_back(layer + name, std::move(shape));
    };
    add("attention.gain", {width});
    add("attention.query", {queries, width});
    add("attention.key", {keys, width});
    add("attention.value", {keys, width});
    add("attention.output", {width, queries});
    add("attention.query_gain", {config.headSize});
    add("attention.key_gain", {config.headSize});
    add("feed_forward.gain", {width});
    if (!config.isMixture(i)) {
      add("feed_forward.gate_up", {2 * std::int64_t{config.denseHidden}, width});
      add("feed_forward.down", {width, config.denseHidden});
      continue;
    }
    add("experts.router", {experts, width});
    add("experts.bias", {experts});
    add("experts.gate_up", {experts, 2 * std::int64_t{config.expertHidden}, width});
    add("experts.down", {experts, width, config.expertHidden});
    add("experts.shared_gate_up", {2 * std::int64_t{config.sharedHidden}, width});
    add("experts.shared_down", {width, config.sharedHidden});
  }
  shapes.emplace_back("final_gain", std::vector<std::int64_t>{width});
  if (config.cache.on()) shapes.emplace_back(kTokenLogFrequency, std::vector<std::int64_t>{config.vocabulary});
  return shapes;
}

double countClaimed(const ModelConfig& config) {
  double sum = 0;
  for (const auto& [name, shape] : parameterShapes(config)) {
    double count = 1;
    for (const std::int64_t size : shape) count *= static_cast<double>(size);
    sum += count;
  }
  return sum;
}

void checkFitsMemory(const ModelConfig& config) {
  const double memory = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) * static_cast<double>(::sysconf(_SC_PAGESIZE));
  const double parameters = countClaimed(config);
  if (memory <= 0 || parameters * sizeof(float) < memory) return;
  char sentence[200];
  std::snprintf(
      sentence, sizeof sentence,
      "The configuration is of a model with %.0f million parameters, %.0f GB, and this machine has %.0f GB of "
      "memory: make it smaller.",
      parameters / 1e6, parameters * sizeof(float) / 1e9, memory / 1e9);
  throw Error(ErrorCode::kOutOfMemory, sentence);
}

}  // namespace lacuna::engine

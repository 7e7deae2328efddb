// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/adapter.h"

#include <algorithm>
#include <cmath>

#include "engine/base/gap_layers.h"
#include "engine/error.h"

namespace lacuna::engine {
namespace {

void require(bool holds, const std::string& sentence) {
  if (!holds) throw Error(ErrorCode::kInvalidConfig, "The adapter's configuration is unusable: " + sentence + ".");
}

std::string layerName(int layer, const std::string& name) { return "layers." + std::to_string(layer) + "." + name; }

TokenId oneToken(const Tokenizer& tokenizer, const std::string& text, const char* field) {
  const std::vector<TokenId> ids = tokenizer.encode(text);
  if (ids.size() != 1) {
    throw Error(ErrorCode::kBadModel, std::string("The adapter's \"") + field +
                                          "\" is no single token of its base, but " + std::to_string(ids.size()) + ".");
  }
  return ids.front();
}

}  // namespace

void AdapterConfig::check() const {
  const auto range = [](const char* field, int value, int low, int high) {
    require(value >= low && value <= high, std::string(field) + " is " + std::to_string(value) + ", it must be " +
                                               std::to_string(low) + " to " + std::to_string(high));
  };
  require(baseSha256.size() == 64 && baseSha256.find_first_not_of("0123456789abcdef") == std::string::npos,
          "base.sha256 is not 64 hexadecimal digits");
  range("rank", rank, 1, 1024);
  range("experts", experts, 0, 64);
  if (experts > 0) range("expertsPerToken", expertsPerToken, 1, experts);
  range("expertHidden", expertHidden, 1, 4096);
  range("sinkReach", sinkReach, 1, 1 << 20);
  require(experts > 0 || expertLayers.empty(), "expertLayers are named, but experts is 0");
  for (const int layer : expertLayers) range("expertLayers", layer, 0, 127);
  require(!marker.empty() && !begins.empty(), "marker and begins may not be empty");
  require(openMarker.empty() == (end < 0), "openMarker and end stand together or not at all");
}

bool isAdapter(const nlohmann::json& json) {
  return json.is_object() && json.contains("base") && !json.contains("kind");
}

AdapterConfig adapterConfigFromJson(const nlohmann::json& json) {
  refuseUnknown(json,
                {"name", "base", "rank", "experts", "expertsPerToken", "expertHidden", "expertLayers", "marker",
                 "openMarker", "end", "begins", "heads", "sinkReach"},
                "adapter");
  AdapterConfig config;
  readField(json, "name", &config.name);
  require(json.contains("base") && json["base"].is_object(), "\"base\" is not an object");
  refuseUnknown(json["base"], {"file", "sha256"}, "base");
  readField(json["base"], "file", &config.baseFile);
  readField(json["base"], "sha256", &config.baseSha256);
  readField(json, "rank", &config.rank);
  readField(json, "experts", &config.experts);
  readField(json, "expertsPerToken", &config.expertsPerToken);
  readField(json, "expertHidden", &config.expertHidden);
  readField(json, "expertLayers", &config.expertLayers);
  readField(json, "marker", &config.marker);
  readField(json, "openMarker", &config.openMarker);
  readField(json, "end", &config.end);
  readField(json, "begins", &config.begins);
  readField(json, "sinkReach", &config.sinkReach);
  if (json.contains("heads")) config.heads = headGroupsFromJson(json["heads"]);
  config.check();
  return config;
}

nlohmann::json toJson(const AdapterConfig& c) {
  nlohmann::json json = {{"name", c.name},
                         {"base", {{"file", c.baseFile}, {"sha256", c.baseSha256}}},
                         {"rank", c.rank},
                         {"experts", c.experts},
                         {"expertsPerToken", c.expertsPerToken},
                         {"expertHidden", c.expertHidden},
                         {"expertLayers", c.expertLayers},
                         {"marker", c.marker},
                         {"begins", c.begins},
                         {"sinkReach", c.sinkReach}};
  if (!c.openMarker.empty()) json["openMarker"] = c.openMarker;
  if (c.end >= 0) json["end"] = c.end;
  if (!c.heads.empty()) json["heads"] = toJson(c.heads);
  return json;
}

std::vector<AdaptedLinear> adaptedLinears(const LlamaConfig& base) {
  const std::int64_t queries = std::int64_t{base.heads} * base.headSize;
  const std::int64_t keys = std::int64_t{base.keyHeads} * base.headSize;
  return {{"heads", {queries, keys, keys}, base.width},
          {"output", {base.width}, queries},
          {"gate_up", {base.feedForward, base.feedForward}, base.width},
          {"down", {base.width}, base.feedForward}};
}

std::vector<std::pair<std::string, std::vector<std::int64_t>>> adapterTensors(const AdapterConfig& config,
                                                                              const LlamaConfig& base) {
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tensors = {{"mask", {base.width}}};
  const auto linears = adaptedLinears(base);
  for (int layer = 0; layer < base.layers; ++layer) {
    for (const AdaptedLinear& linear : linears) {
      std::int64_t outputs = 0;
      for (const std::int64_t count : linear.outputs) outputs += count;
      const std::int64_t blocks = static_cast<std::int64_t>(linear.outputs.size());
      tensors.push_back({layerName(layer, linear.name) + ".a", {blocks * config.rank, linear.inputs}});
      tensors.push_back({layerName(layer, linear.name) + ".b", {outputs, config.rank}});
    }
    if (std::find(config.expertLayers.begin(), config.expertLayers.end(), layer) == config.expertLayers.end()) continue;
    tensors.push_back({layerName(layer, "experts.router"), {config.experts, base.width}});
    tensors.push_back({layerName(layer, "experts.bias"), {config.experts}});
    tensors.push_back({layerName(layer, "experts.gate_up"), {config.experts, 2 * config.expertHidden, base.width}});
    tensors.push_back({layerName(layer, "experts.down"), {config.experts, base.width, config.expertHidden}});
  }
  return tensors;
}

double embeddingScale(const torch::Tensor& embedding_VW) {
  return at::linalg_vector_norm(embedding_VW, 2, at::IntArrayRef{1}).mean().item<double>() /
         std::sqrt(static_cast<double>(embedding_VW.size(1)));
}

GapMarks gapMarks(const AdapterConfig& config, const Tokenizer& tokenizer) {
  GapMarks marks;
  marks.marker = oneToken(tokenizer, config.marker, "marker");
  marks.begins = oneToken(tokenizer, config.begins, "begins");
  if (config.openMarker.empty()) return marks;
  marks.openMarker = oneToken(tokenizer, config.openMarker, "openMarker");
  marks.end = config.end;
  if (marks.end >= tokenizer.vocabulary() || !tokenizer.isControl(marks.end))
    throw Error(ErrorCode::kBadModel, "The adapter's \"end\" is no control token of its base.");
  return marks;
}

void checkBase(const BaseFile& base) {
  if (base.config().ropeSize != base.config().headSize || base.ropeFactors().defined()) {
    throw Error(ErrorCode::kBadModel,
                "The base " + base.info().path + " turns its heads in a way that gaps over it do not know yet.");
  }
  if (!base.config().tied) {
    throw Error(ErrorCode::kBadModel,
                "The base " + base.info().path + " has an output of its own, which is not known here yet.");
  }
}

std::unique_ptr<Denoiser> makeGapStream(const AdapterConfig& adapter, const NamedTensors& tensors, const BaseFile& base,
                                        const Tokenizer& tokenizer, Precision precision,
                                        std::function<PackedLinear(Precision)> vocabulary) {
  const torch::NoGradGuard noGrad;
  const LlamaConfig& shape = base.config();
  const GapLayers layers(adapter, tensors, base);

  ModelConfig config;
  config.name = adapter.name;
  config.vocabulary = shape.vocabulary;
  config.width = shape.width;
  config.layers = shape.layers;
  config.headSize = shape.headSize;
  config.heads = adapter.heads.empty() ? std::vector<HeadGroup>{{shape.heads, shape.keyHeads, 0, 1, 256, {1}, false}}
                                       : adapter.heads;
  config.chunk = 512;
  config.globals = 1;
  config.denseHidden = config.sharedHidden = shape.feedForward;
  config.experts = adapter.experts;
  config.expertsPerToken = adapter.experts > 0 ? adapter.expertsPerToken : 1;
  config.expertHidden = adapter.expertHidden;
  config.expertLayers = adapter.expertLayers;
  config.rotaryBase = shape.ropeBase;
  config.normsHeads = false;
  config.turnsWholeHeads = true;
  config.normEpsilon = shape.rmsEpsilon;
  config.sinkReach = adapter.sinkReach;
  const GapMarks marks = gapMarks(adapter, tokenizer);
  config.readingBegins = marks.begins;
  config.gapMarker = marks.marker;
  config.openGapMarker = marks.openMarker;
  config.gapEnd = marks.end;
  checkBase(base);
  if (config.headCount() != shape.heads || config.keyHeadCount() != shape.keyHeads) {
    throw Error(ErrorCode::kBadModel, "The adapter \"" + adapter.name + "\" shares out " +
                                          std::to_string(config.headCount()) + " heads, its base has " +
                                          std::to_string(shape.heads) + ".");
  }

  GapStreamWeights weights;
  weights.embedding_VW = base.embedding();
  weights.finalGain_W = base.norm();
  weights.mask_W = layers.tensor("mask");
  weights.embeddingScale = embeddingScale(weights.embedding_VW);
  weights.vocabulary = std::move(vocabulary);
  weights.layer = [&](int i) { return layers.layer(i); };
  return std::make_unique<Denoiser>(config, weights, precision);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/config.h"

#include <algorithm>
#include <array>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

HeadGroup headGroupFromJson(const nlohmann::json& json) {
  refuseUnknown(json,
                {"heads", "keyHeads", "contextWindow", "contextDilation", "gapWindow", "gapDilations",
                 "gapReadsGlobals", "gapFar"},
                "heads");
  HeadGroup group;
  readField(json, "heads", &group.heads);
  readField(json, "keyHeads", &group.keyHeads);
  readField(json, "contextWindow", &group.contextWindow);
  readField(json, "contextDilation", &group.contextDilation);
  readField(json, "gapWindow", &group.gapWindow);
  readField(json, "gapDilations", &group.gapDilations);
  readField(json, "gapReadsGlobals", &group.gapReadsGlobals);
  if (json.contains("gapFar")) {
    const auto& far = json["gapFar"];
    refuseUnknown(far, {"stride", "chunksBefore", "chunksAfter"}, "gapFar");
    readField(far, "stride", &group.gapFar.stride);
    readField(far, "chunksBefore", &group.gapFar.chunksBefore);
    readField(far, "chunksAfter", &group.gapFar.chunksAfter);
  }
  return group;
}

CacheOptions cacheFromJson(const nlohmann::json& json) {
  refuseUnknown(json, {"words", "wordsPrior", "nearness", "pairs", "pairsPrior"}, "cache");
  CacheOptions cache;
  readField(json, "words", &cache.words);
  readField(json, "wordsPrior", &cache.wordsPrior);
  readField(json, "nearness", &cache.nearness);
  readField(json, "pairs", &cache.pairs);
  readField(json, "pairsPrior", &cache.pairsPrior);
  return cache;
}

constexpr std::array<std::pair<Reading, const char*>, 3> kReadings = {
    {{Reading::kOneWay, "one-way"}, {Reading::kTwoWay, "two-way"}, {Reading::kCausal, "causal"}}};

void require(bool holds, const std::string& sentence) {
  if (!holds) throw Error(ErrorCode::kInvalidConfig, "The model's configuration is unusable: " + sentence + ".");
}

Reading readingFromName(const std::string& name) {
  for (const auto& [reading, known] : kReadings) {
    if (name == known) return reading;
  }
  require(false, "reading is \"" + name + "\", it must be one-way, two-way or causal");
  return Reading::kOneWay;
}

}  // namespace

void refuseUnknown(const nlohmann::json& json, const std::vector<std::string>& known, const std::string& where) {
  require(json.is_object(), "\"" + where + "\" is not an object");
  for (const auto& [key, value] : json.items()) {
    require(std::find(known.begin(), known.end(), key) != known.end(),
            "\"" + where + "\" has an unknown field \"" + key + "\"");
  }
}

int ModelConfig::headCount() const {
  int count = 0;
  for (const HeadGroup& group : heads) count += group.heads;
  return count;
}

int ModelConfig::keyHeadCount() const {
  int count = 0;
  for (const HeadGroup& group : heads) count += group.keyHeads;
  return count;
}

bool ModelConfig::isMixture(int layer) const {
  if (hasBase()) return std::find(expertLayers.begin(), expertLayers.end(), layer) != expertLayers.end();
  return experts > 0 && layer >= denseLayers;
}

int ModelConfig::mixturesBefore(int layer) const {
  int count = 0;
  for (int i = 0; i < layer; ++i) count += isMixture(i) ? 1 : 0;
  return count;
}

Visibility ModelConfig::visibility(int layer, const HeadGroup& group) const {
  const auto pick = static_cast<std::size_t>(layer) % group.gapDilations.size();
  return {{group.contextWindow, group.contextDilation},
          {group.gapWindow, group.gapDilations[pick]},
          {chunkReach, contextReadsGlobals, reading == Reading::kCausal, reading == Reading::kTwoWay ? globals : 0,
           hasBase()},
          group.gapReadsGlobals,
          group.gapFar};
}

void ModelConfig::check() const {
  require(!cache.on() || !isJoint(), "a cache needs one-way reading");
  // Written so that NaN is refused too.
  require(cache.words >= 0 && cache.words <= 4 && cache.pairs >= 0 && cache.pairs <= 4,
          "the cache's words and pairs must be 0 to 4");
  require(cache.wordsPrior >= 1 && cache.nearness >= 1 && cache.pairsPrior >= 1 && cache.wordsPrior <= 1e9 &&
              cache.nearness <= 1e9 && cache.pairsPrior <= 1e9,
          "the cache's wordsPrior, nearness and pairsPrior must be 1 to 1e9");
  const auto range = [](const char* field, int value, int low, int high) {
    require(value >= low && value <= high, std::string(field) + " is " + std::to_string(value) + ", it must be " +
                                               std::to_string(low) + " to " + std::to_string(high));
  };
  range("vocabulary", vocabulary, 300, 65535);
  range("width", width, 8, 8192);
  range("layers", layers, 1, 128);
  range("headSize", headSize, 4, 256);
  require(headSize % 4 == 0, "headSize must be a multiple of 4");
  range("chunk", chunk, 0, 1 << 20);
  range("globals", globals, 0, 4096);
  range("chunkReach", chunkReach, 0, 1 << 20);
  range("denseLayers", denseLayers, 0, 128);
  range("denseHidden", denseHidden, 1, 65536);
  range("experts", experts, 0, 256);
  range("expertsPerToken", expertsPerToken, 1, std::max(1, experts));
  range("expertHidden", expertHidden, 1, 65536);
  range("sharedHidden", sharedHidden, 1, 65536);
  require(rotaryBase > 1.0 && rotaryBase <= 1e12, "rotaryBase must be above 1, and 1e12 at most");
  require(name.size() <= 200, "its name is longer than 200 bytes");
  require(!heads.empty() && heads.size() <= 16, "it needs 1 to 16 groups of heads");
  for (const HeadGroup& group : heads) {
    range("heads", group.heads, 1, 128);
    range("keyHeads", group.keyHeads, 1, 128);
    require(group.heads % group.keyHeads == 0, "keyHeads must divide heads in each group");
    range("contextWindow", group.contextWindow, 0, 1 << 20);
    range("contextDilation", group.contextDilation, 1, 1 << 16);
    range("gapWindow", group.gapWindow, 0, 1 << 20);
    range("gapFar.stride", group.gapFar.stride, 0, 1 << 20);
    range("gapFar.chunksBefore", group.gapFar.chunksBefore, 0, 1 << 20);
    range("gapFar.chunksAfter", group.gapFar.chunksAfter, 0, 1 << 20);
    require(!group.gapDilations.empty(), "gapDilations is empty");
    for (const int dilation : group.gapDilations) range("gapDilations", dilation, 1, 1 << 16);
  }
}

ModelConfig modelConfigFromJson(const nlohmann::json& json) {
  refuseUnknown(json, {"name",         "vocabulary",  "width",   "layers",          "headSize",
                       "heads",        "chunk",       "globals", "chunkReach",      "contextReadsGlobals",
                       "denseLayers",  "denseHidden", "experts", "expertsPerToken", "expertHidden",
                       "sharedHidden", "rotaryBase",  "noise",   "reading",         "changesLength",
                       "cache",        "tokenizer"},
                "model");
  ModelConfig config;
  readField(json, "name", &config.name);
  readField(json, "vocabulary", &config.vocabulary);
  readField(json, "width", &config.width);
  readField(json, "layers", &config.layers);
  readField(json, "headSize", &config.headSize);
  readField(json, "chunk", &config.chunk);
  readField(json, "globals", &config.globals);
  readField(json, "chunkReach", &config.chunkReach);
  readField(json, "contextReadsGlobals", &config.contextReadsGlobals);
  readField(json, "denseLayers", &config.denseLayers);
  readField(json, "denseHidden", &config.denseHidden);
  readField(json, "experts", &config.experts);
  readField(json, "expertsPerToken", &config.expertsPerToken);
  readField(json, "expertHidden", &config.expertHidden);
  readField(json, "sharedHidden", &config.sharedHidden);
  readField(json, "rotaryBase", &config.rotaryBase);
  readField(json, "noise", &config.noise);
  readField(json, "changesLength", &config.changesLength);
  if (std::string reading; json.contains("reading")) {
    readField(json, "reading", &reading);
    config.reading = readingFromName(reading);
  }
  if (json.contains("cache")) config.cache = cacheFromJson(json["cache"]);
  if (json.contains("heads")) config.heads = headGroupsFromJson(json["heads"]);
  config.check();
  return config;
}

std::vector<HeadGroup> headGroupsFromJson(const nlohmann::json& json) {
  require(json.is_array(), "\"heads\" is not a list");
  std::vector<HeadGroup> groups;
  for (const auto& group : json) groups.push_back(headGroupFromJson(group));
  return groups;
}

nlohmann::json toJson(const std::vector<HeadGroup>& groups) {
  nlohmann::json heads = nlohmann::json::array();
  for (const HeadGroup& g : groups) {
    heads.push_back({{"heads", g.heads},
                     {"keyHeads", g.keyHeads},
                     {"contextWindow", g.contextWindow},
                     {"contextDilation", g.contextDilation},
                     {"gapWindow", g.gapWindow},
                     {"gapDilations", g.gapDilations}});
    if (!g.gapReadsGlobals) heads.back()["gapReadsGlobals"] = false;
    if (g.gapFar.stride > 0) {
      heads.back()["gapFar"] = {
          {"stride", g.gapFar.stride}, {"chunksBefore", g.gapFar.chunksBefore}, {"chunksAfter", g.gapFar.chunksAfter}};
    }
  }
  return heads;
}

nlohmann::json toJson(const ModelConfig& c) {
  nlohmann::json json = {{"name", c.name},
                         {"vocabulary", c.vocabulary},
                         {"width", c.width},
                         {"layers", c.layers},
                         {"headSize", c.headSize},
                         {"heads", toJson(c.heads)},
                         {"chunk", c.chunk},
                         {"globals", c.globals},
                         {"chunkReach", c.chunkReach},
                         {"contextReadsGlobals", c.contextReadsGlobals},
                         {"denseLayers", c.denseLayers},
                         {"denseHidden", c.denseHidden},
                         {"experts", c.experts},
                         {"expertsPerToken", c.expertsPerToken},
                         {"expertHidden", c.expertHidden},
                         {"sharedHidden", c.sharedHidden},
                         {"rotaryBase", c.rotaryBase},
                         {"noise", c.noise}};
  // Left out where they are the rule: checkpoints of before the choice existed stay their own.
  for (const auto& [reading, name] : kReadings) {
    if (c.isJoint() && reading == c.reading) json["reading"] = name;
  }
  if (c.changesLength) json["changesLength"] = true;
  if (c.cache.on()) {
    json["cache"] = {{"words", c.cache.words},
                     {"wordsPrior", c.cache.wordsPrior},
                     {"nearness", c.cache.nearness},
                     {"pairs", c.cache.pairs},
                     {"pairsPrior", c.cache.pairsPrior}};
  }
  return json;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ablation/grid.h"

#include "engine/error.h"
#include "engine/text/json.h"

namespace lacuna::engine {
namespace {

using Json = nlohmann::ordered_json;  // axes and their values keep their order

[[noreturn]] void refuse(const std::string& sentence) { throw Error(ErrorCode::kInvalidConfig, sentence); }

MeasureOptions readMeasure(const nlohmann::json& json) {
  refuseUnknown(json, {"targetLoss", "every", "looks", "contexts", "lengths", "blanks", "candidates", "steps"},
                "measure");
  MeasureOptions measure;
  readField(json, "targetLoss", &measure.targetLoss);
  readField(json, "every", &measure.every);
  readField(json, "looks", &measure.looks);
  readField(json, "contexts", &measure.contexts);
  readField(json, "lengths", &measure.lengths);
  readField(json, "blanks", &measure.blanks);
  readField(json, "candidates", &measure.candidates);
  readField(json, "steps", &measure.steps);
  bool sound = measure.every >= 1 && measure.looks >= 1 && measure.blanks >= 2 && measure.candidates >= 1 &&
               measure.candidates <= 64 && measure.steps >= 1 && measure.steps <= 1000 && !measure.contexts.empty() &&
               !measure.lengths.empty();
  for (const int context : measure.contexts) sound = sound && context >= 8 && context >= measure.contexts.front();
  for (const int length : measure.lengths) sound = sound && length >= 1 && length <= 512;
  if (!sound) refuse("The grid's \"measure\" is out of range: contexts ascend from 8, blanks and numbers start at 1.");
  return measure;
}

// Of a run's key: figures over other blanks are not continued.
constexpr const char* kBlanks = "blanks of characters";

// FNV-1a.
std::string digest(const std::string& text) {
  std::uint64_t key = 14695981039346656037ULL;
  for (const char c : text) key = (key ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  static const char* const kDigits = "0123456789abcdef";
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += kDigits[(key >> static_cast<unsigned>(shift)) & 15U];
  return digits;
}

class GridReader {
 public:
  GridReader(const std::string& path, const Json& json) : json_(json) {
    refuseUnknown(nlohmann::json(json), {"name", "base", "axes", "grid", "extra", "seeds", "measure"}, path);
    grid_.name = json.value("name", std::string("ablation"));
    if (json.contains("measure")) grid_.measure = readMeasure(nlohmann::json(json["measure"]));
  }

  Grid read() {
    for (const auto& [axis, values] : axes().items()) {
      if (!values.is_object() || values.empty()) refuse("The grid's axis \"" + axis + "\" has no values.");
      grid_.axes.push_back(axis);
    }
    std::vector<std::uint64_t> seeds = {1};
    readField(nlohmann::json(json_), "seeds", &seeds);
    for (const std::uint64_t seed : seeds) addSeed(seed);
    if (grid_.runs.empty()) refuse("The grid has no runs: name at least one axis or one extra run.");
    return std::move(grid_);
  }

 private:
  const Json& axes() const {
    static const Json kNone = Json::object();
    return json_.contains("axes") ? json_["axes"] : kNone;
  }

  void addSeed(std::uint64_t seed) {
    const std::string way = json_.value("grid", std::string("around"));
    if (way != "around" && way != "product") refuse("The grid's \"grid\" must be around or product.");
    std::vector<std::string> defaults;
    for (const auto& [axis, values] : axes().items()) defaults.push_back(values.begin().key());
    if (!defaults.empty() && way == "product") {
      addProduct({}, seed);
    } else if (!defaults.empty()) {
      addRun(defaults, seed);
      for (std::size_t i = 0; i < defaults.size(); ++i) addAround(defaults, i, seed);
    }
    if (!json_.contains("extra")) return;
    for (const auto& [name, patch] : json_["extra"].items()) {
      std::vector<std::string> values(std::max<std::size_t>(1, grid_.axes.size()), "-");
      values.front() = name;
      add(values, name, {patch}, seed);
    }
  }

  void addAround(const std::vector<std::string>& defaults, std::size_t axis, std::uint64_t seed) {
    for (const auto& [value, patch] : axes()[grid_.axes[axis]].items()) {
      std::vector<std::string> values = defaults;
      values[axis] = value;
      if (values != defaults) addRun(values, seed);
    }
  }

  void addProduct(const std::vector<std::string>& begun, std::uint64_t seed) {
    if (begun.size() == grid_.axes.size()) return addRun(begun, seed);
    for (const auto& [value, patch] : axes()[grid_.axes[begun.size()]].items()) {
      std::vector<std::string> values = begun;
      values.push_back(value);
      addProduct(values, seed);
    }
  }

  void addRun(const std::vector<std::string>& values, std::uint64_t seed) {
    std::vector<Json> patches;
    std::string name;
    for (std::size_t i = 0; i < values.size(); ++i) {
      patches.push_back(axes()[grid_.axes[i]][values[i]]);
      name += (i == 0 ? "" : ", ") + values[i];
    }
    add(values, name, patches, seed);
  }

  void add(const std::vector<std::string>& values, const std::string& name, const std::vector<Json>& patches,
           std::uint64_t seed) {
    nlohmann::json config = json_.contains("base") ? nlohmann::json(json_["base"]) : nlohmann::json::object();
    for (const Json& patch : patches) config.merge_patch(nlohmann::json(patch));
    config["seed"] = seed;
    GridRun run{values, name, seed, {}, {}};
    try {
      run.config = trainConfigFromJson(config, "the run \"" + name + "\"");
    } catch (const Error& error) {
      refuse("The grid's run \"" + name + "\" cannot be: " + error.what());
    }
    run.key = digest(config.dump() + (json_.contains("measure") ? json_["measure"].dump() : std::string()) + kBlanks);
    grid_.runs.push_back(std::move(run));
  }

  const Json& json_;
  Grid grid_;
};

}  // namespace

Grid readGrid(const std::string& path) {
  const Json json = readJsonObject<Json>(path, "The grid");
  try {
    return GridReader(path, json).read();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kInvalidConfig) throw;
    throw Error(ErrorCode::kInvalidInput, path + ": " + error.what());
  }
}

}  // namespace lacuna::engine

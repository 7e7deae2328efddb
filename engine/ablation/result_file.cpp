// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ablation/result_file.h"

#include <cmath>
#include <filesystem>
#include <fstream>

#include <sstream>

#include "engine/file_access.h"
#include "engine/text/json.h"

namespace lacuna::engine {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLargestResults = std::size_t{256} << 20U;

Json number(double value) { return std::isnan(value) ? Json(nullptr) : Json(value); }

double numberIn(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number() ? found->get<double>() : kNotMeasured;
}

std::int64_t countIn(const Json& json, const char* name) {
  const double value = numberIn(json, name);
  return std::isnan(value) ? 0 : static_cast<std::int64_t>(value);
}

std::vector<double> numbersIn(const Json& json, const char* name) {
  std::vector<double> numbers;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_array()) return numbers;
  for (const Json& number : *found) numbers.push_back(number.is_number() ? number.get<double>() : kNotMeasured);
  return numbers;
}

RunResult resultOf(const Json& json) {
  RunResult result;
  result.parameters = countIn(json, "parameters");
  result.activeParameters = countIn(json, "active_parameters");
  result.steps = countIn(json, "steps");
  result.tokens = countIn(json, "tokens");
  result.trainSeconds = numberIn(json, "train_seconds");
  result.tokensPerSecond = numberIn(json, "tokens_per_second");
  result.secondsToTarget = numberIn(json, "seconds_to_target");
  result.peakMegabytes = numberIn(json, "peak_mb");
  result.nll = {numberIn(json, "nll"), numberIn(json, "nll_low"), numberIn(json, "nll_high")};
  result.nats = numbersIn(json, "blank_nats");
  result.lengths = numbersIn(json, "blank_tokens");
  result.nllLong = numberIn(json, "nll_long");
  result.bleu2 = numberIn(json, "bleu2");
  result.rougeL = numberIn(json, "rouge_l");
  return result;
}

}  // namespace

std::map<std::string, RunResult> readResults(const std::string& path) {
  std::map<std::string, RunResult> results;
  if (!std::filesystem::exists(path)) return results;
  std::istringstream lines(readInput(path, kLargestResults));
  for (std::string line; std::getline(lines, line);) {
    Json json;
    try {
      json = parseJson<Json>(line, "A result");
    } catch (const Error&) {
      continue;  // a line that a crash cut short: its run is made again
    }
    if (json.is_object() && json.contains("key") && json["key"].is_string())
      results[json["key"].get<std::string>()] = resultOf(json);
  }
  return results;
}

void appendResult(const std::string& path, const Grid& grid, const GridRun& run, const RunResult& result) {
  Json json = {{"key", run.key}, {"grid", grid.name}, {"run", run.name}, {"seed", run.seed}};
  json["parameters"] = result.parameters;
  json["active_parameters"] = result.activeParameters;
  json["steps"] = result.steps;
  json["tokens"] = result.tokens;
  json["train_seconds"] = number(result.trainSeconds);
  json["tokens_per_second"] = number(result.tokensPerSecond);
  json["seconds_to_target"] = number(result.secondsToTarget);
  json["peak_mb"] = number(result.peakMegabytes);
  json["nll"] = number(result.nll.value);
  json["nll_low"] = number(result.nll.low);
  json["nll_high"] = number(result.nll.high);
  json["nll_long"] = number(result.nllLong);
  json["bleu2"] = number(result.bleu2);
  json["rouge_l"] = number(result.rougeL);
  json["blank_nats"] = result.nats;
  json["blank_tokens"] = result.lengths;
  json["curve"] = Json::array();
  for (const auto& [seconds, nll] : result.curve) json["curve"].push_back({number(seconds), number(nll)});
  // A line that a crash cut short is closed first.
  bool open = false;
  if (std::ifstream before(path, std::ios::binary | std::ios::ate); before && before.tellg() > 0) {
    before.seekg(-1, std::ios::end);
    open = before.get() != '\n';
  }
  const std::string line = (open ? "\n" : "") + json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  withFiles(ErrorCode::kIo, [&] { files::appendToFile(path, line); });
}

}  // namespace lacuna::engine

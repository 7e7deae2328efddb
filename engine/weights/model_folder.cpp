// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/model_folder.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>

#include "engine/base/adapter.h"
#include "engine/base/chunk_reader.h"
#include "engine/denoiser/context_cache.h"
#include "engine/session.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/safetensors.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

std::string fingerprint(const NamedTensors& tensors, const std::string& config) {
  std::uint64_t key = 14695981039346656037ULL;
  const auto mix = [&](const unsigned char* bytes, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) key = (key ^ bytes[i]) * 1099511628211ULL;
  };
  mix(reinterpret_cast<const unsigned char*>(config.data()), config.size());
  for (const auto& [name, tensor] : tensors) mix(static_cast<const unsigned char*>(tensor.data_ptr()), tensor.nbytes());
  static const char* const kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(key >> static_cast<unsigned>(shift)) & 15U];
  return text;
}

std::mutex baseFilesMutex;
std::vector<std::string> baseFiles;

// The hash of a file that has not changed since it was last asked for.
std::string hashOf(const BaseFile& file) {
  static std::mutex mutex;
  static std::map<std::string, std::string> known;
  std::error_code failed;
  const auto written = fs::last_write_time(file.info().path, failed).time_since_epoch().count();
  const std::string key = file.info().path + "\n" + std::to_string(file.info().bytes) + "\n" + std::to_string(written);
  const std::lock_guard lock(mutex);
  std::string& hash = known[key];
  if (hash.empty()) hash = file.sha256();
  return hash;
}

BaseFile findBase(const AdapterConfig& adapter, const std::string& folder) {
  std::vector<std::string> paths;
  {
    const std::lock_guard lock(baseFilesMutex);
    paths = baseFiles;
  }
  paths.push_back(folder + "/" + adapter.baseFile);
  std::error_code failed;
  bool another = false;
  for (const std::string& path : paths) {
    if (!fs::is_regular_file(path, failed)) continue;
    BaseFile file(path);
    if (hashOf(file) == adapter.baseSha256) return file;
    another = true;
  }
  throw Error(ErrorCode::kBadModel,
              "The model in " + folder + " is an adapter of " + adapter.baseFile + ", " +
                  (another ? "and of the bases that are here none is that file" : "and there is no base here") +
                  ": fetch it with ./dev, or name it with LACUNA_BASE.");
}

LoadedModel loadAdapter(const std::string& folder, const nlohmann::json& json, Precision precision) {
  const AdapterConfig adapter = adapterConfigFromJson(json);
  const BaseFile file = findBase(adapter, folder);
  LoadedModel model;
  model.tokenizer = readBaseTokenizer(file.gguf());
  const SafeTensors weights = readSafeTensors(folder + "/adapter.safetensors");
  model.denoiser = makeGapStream(adapter, weights.tensors, file, *model.tokenizer, precision);
  model.tokenizer->markGapsBy(model.denoiser->config().gapMarker);
  model.base = std::make_shared<CausalBase>(file, basePrecision(precision));
  model.name = adapter.name;
  model.fingerprint = fingerprint(weights.tensors, json.dump());
  return model;
}

}  // namespace

void setBaseFiles(std::vector<std::string> paths) {
  const std::lock_guard lock(baseFilesMutex);
  baseFiles = std::move(paths);
}

std::unique_ptr<ContextReader> makeContextReader(const LoadedModel& model, std::size_t limitBytes) {
  if (model.base == nullptr) return std::make_unique<ContextCache>(*model.denoiser, limitBytes);
  return std::make_unique<ChunkReader>(model.base, model.denoiser->config().readingBegins, limitBytes);
}

LoadedModel loadModel(const std::string& folder, Precision precision) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) {
    throw Error(ErrorCode::kBadModel, "The model folder " + folder + " does not exist; give another with --model.");
  }
  const std::string configPath = folder + "/config.json";
  std::ifstream file(configPath);
  if (!file) throw Error(ErrorCode::kBadModel, "The model folder " + folder + " has no config.json.");
  const auto json = nlohmann::json::parse(file, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) throw Error(ErrorCode::kBadModel, "The file " + configPath + " is not a JSON object.");
  LoadedModel model;
  try {
    if (isAdapter(json)) return loadAdapter(folder, json, precision);
    const ModelConfig config = modelConfigFromJson(json);
    model.tokenizer = std::make_unique<SentencePieceTokenizer>(folder + "/tokenizer.model");
    if (model.tokenizer->vocabulary() != config.vocabulary) {
      throw Error(ErrorCode::kBadModel, "has a vocabulary of " + std::to_string(config.vocabulary) +
                                            ", its tokenizer one of " + std::to_string(model.tokenizer->vocabulary()) +
                                            ": they do not belong together");
    }
    const SafeTensors weights = readSafeTensors(folder + "/model.safetensors");
    model.denoiser = std::make_unique<Denoiser>(config, 0);
    copyParameters(weights.tensors, &model.denoiser->parameters(), folder + "/model.safetensors");
    model.denoiser->pack(precision);
    model.name = config.name;
    model.fingerprint = fingerprint(weights.tensors, json.dump());
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIo) throw Error(ErrorCode::kBadModel, error.what());
    if (error.code() == ErrorCode::kInvalidConfig) throw Error(ErrorCode::kBadModel, configPath + ": " + error.what());
    const std::string sentence = error.what();
    if (sentence.rfind("has a ", 0) == 0)
      throw Error(ErrorCode::kBadModel, "The model in " + folder + " " + sentence + ".");
    throw;
  }
  for (Parameter& parameter : model.denoiser->parameters()) parameter.tensor.set_requires_grad(false);
  return model;
}

void saveModel(const std::string& folder, const ModelConfig& config, const Parameters& parameters,
               const std::string& tokenizerPath) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  NamedTensors tensors;
  for (const Parameter& parameter : parameters)
    tensors.emplace_back(parameter.name, parameter.tensor.detach().to(torch::kFloat16));
  writeSafeTensors(folder + "/model.safetensors", tensors, {{"format", "pt"}, {"name", config.name}});
  const std::string draft = folder + "/config.json.part";
  {
    std::ofstream file(draft);
    file << toJson(config).dump(2) << "\n";
    if (!file.flush()) throw Error(ErrorCode::kIo, "The file " + draft + " could not be written.");
  }
  fs::rename(draft, folder + "/config.json", failed);
  const std::string target = folder + "/tokenizer.model";
  if (!fs::exists(target) || !fs::equivalent(tokenizerPath, target)) {
    fs::copy_file(tokenizerPath, target, fs::copy_options::overwrite_existing, failed);
    if (failed)
      throw Error(ErrorCode::kIo, "The tokenizer could not be copied to " + target + ": " + failed.message() + ".");
  }
}

}  // namespace lacuna::engine

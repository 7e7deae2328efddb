// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/model_folder.h"

#include <cstdlib>
#include <filesystem>
#include <future>
#include <map>
#include <mutex>

#include "engine/base/adapter.h"
#include "engine/base/chunk_reader.h"
#include "engine/base/voice.h"
#include "engine/denoiser/context_cache.h"
#include "engine/denoiser/parameter_shapes.h"
#include "engine/diffusion/noise_process.h"
#include "engine/error.h"
#include "engine/file_access.h"
#include "engine/linear/amx_bfloat.h"
#include "engine/text/json.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/folder_config.h"
#include "engine/weights/safetensors.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr std::size_t kLargestTokenizer = std::size_t{64} << 20U;

std::string pathIn(const std::string& folder, const char* name) { return folder + "/" + name; }

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

LoadedModel loadAdapter(const std::string& folder, const nlohmann::json& json, Precision precision) {
  const AdapterConfig adapter = adapterConfigFromJson(json);
  const BaseFile file = findBase(adapter, folder);
  LoadedModel model;
  // The base is laid out twice, as it is and with the adapter: side by side.
  auto base =
      std::async(std::launch::async, [&] { return std::make_shared<CausalBase>(file, basePrecision(precision)); });
  model.tokenizer = readBaseTokenizer(file.gguf());
  const SafeTensors weights = readSafeTensors(pathIn(folder, kAdapterWeights));
  // Before it is laid out, when what is not needed any more is let go.
  model.fingerprint = fingerprintOf(weights.tensors, json.dump());
  model.parameters = file.info().parameters;
  for (const auto& [name, tensor] : weights.tensors)
    if (!name.ends_with(".experts.bias")) model.parameters += tensor.numel();
  model.denoiser = makeGapStream(adapter, weights.tensors, file, *model.tokenizer,
                                 precision == Precision::kQuickest && hasAmx() ? Precision::kBfloat16 : precision,
                                 [&](Precision steps) {
                                   model.base = base.get();
                                   return model.base->packedVocabulary(steps);
                                 });
  if (model.base == nullptr) model.base = base.get();  // where nothing is packed
  const ModelConfig& config = model.denoiser->config();
  model.tokenizer->markGapsBy(config.gapMarker, config.openGapMarker, config.gapEnd);
  model.baseSha256 = adapter.baseSha256;
  model.folder = folder;
  model.name = adapter.name;
  model.baseName = file.info().name.empty() ? fs::path(adapter.baseFile).stem().string() : file.info().name;
  return model;
}

constexpr const char* kTokenizer = "tokenizer";  // in config.json: the hash of the tokenizer that it was trained with

std::unique_ptr<Tokenizer> tokenizerOf(const std::string& folder, const nlohmann::json& config) {
  std::unique_ptr<Tokenizer> tokenizer = std::make_unique<SentencePieceTokenizer>(pathIn(folder, "tokenizer.model"));
  const auto named = config.find(kTokenizer);
  if (named == config.end()) return tokenizer;  // saved before it was written down
  if (!named->is_string() || named->get<std::string>() != tokenizer->hash()) {
    throw Error(ErrorCode::kBadModel,
                "The tokenizer.model in " + folder +
                    " is not the one that this model was trained with: copy the folder again from "
                    "its source.");
  }
  return tokenizer;
}

// By the header alone, so that nothing is allocated for a claim.
void compareShapes(const ModelConfig& config, const std::string& path) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kBadModel, "The weights in " + path + " do not fit their configuration: " + why + ".");
  };
  const auto text = [](const std::vector<std::int64_t>& shape) {
    std::string sizes = "[";
    for (const std::int64_t size : shape) sizes += (sizes.size() > 1 ? ", " : "") + std::to_string(size);
    return sizes + "]";
  };
  std::map<std::string, std::vector<std::int64_t>> found;
  for (TensorClaim& claim : readSafeTensorsHeader(path).tensors) found[claim.name] = std::move(claim.shape);
  for (const auto& [name, shape] : parameterShapes(config)) {
    const auto claim = found.find(name);
    if (claim == found.end()) refuse("\"" + name + "\" is missing");
    if (claim->second != shape)
      refuse("\"" + name + "\" has the shape " + text(claim->second) + " where " + text(shape) + " is due");
    found.erase(claim);
  }
  if (!found.empty()) refuse("\"" + found.begin()->first + "\" is unknown");
}

}  // namespace

std::string fingerprintOf(const NamedTensors& tensors, const std::string& config) {
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

void setBaseFiles(std::vector<std::string> paths) {
  const std::lock_guard lock(baseFilesMutex);
  baseFiles = std::move(paths);
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

BaseFile firstBase() {
  std::string path;
  {
    const std::lock_guard lock(baseFilesMutex);
    if (!baseFiles.empty()) path = baseFiles.front();
  }
  if (path.empty())
    throw Error(ErrorCode::kInvalidInput, "There is no base to train an adapter of: name one with --base.");
  try {
    return BaseFile(path);
  } catch (const Error& error) {
    throw Error(ErrorCode::kBadModel, error.what());  // what was named is no base, or not there
  }
}

std::unique_ptr<ContextReader> makeContextReader(const LoadedModel& model, std::size_t limitBytes, KeepReadings keep) {
  if (model.base == nullptr) return std::make_unique<ContextCache>(*model.denoiser, limitBytes);
  std::unique_ptr<PageStore> store;
  const char* const folder = std::getenv("LACUNA_CONTEXT_CACHE");
  if (keep == KeepReadings::kInFilesToo && folder != nullptr && *folder != '\0') {
    const LlamaConfig& config = model.base->config();
    store = std::make_unique<PageStore>(
        folder, PageOrigin{model.baseSha256, model.base->precision(), config.layers, config.keyHeads, config.headSize});
  }
  return std::make_unique<ChunkReader>(model.base, model.denoiser->config().readingBegins, limitBytes,
                                       std::move(store));
}

Precision stepPrecision() {
  const char* const wanted = std::getenv("LACUNA_STEPS");
  const std::string name = wanted == nullptr ? "quickest" : wanted;
  if (name == "quickest") return Precision::kQuickest;
  if (name == "bfloat16" && hasAmx()) return Precision::kBfloat16;
  if (name == "fixed16") return Precision::kFixed16;
  if (name == "float32") return Precision::kFloat32;
  throw Error(ErrorCode::kInvalidConfig, "LACUNA_STEPS is \"" + name + "\"; it can be quickest, fixed16, float32" +
                                             std::string(hasAmx() ? " or bfloat16." : "."));
}

std::unique_ptr<Tokenizer> openTokenizer(const std::string& folder) {
  return tokenizerOf(folder, readFolderConfig(folder));
}

LoadedModel loadModel(const std::string& folder, Precision precision) {
  nlohmann::json json = readFolderConfig(folder);
  const std::string weightsPath = pathIn(folder, "model.safetensors");
  LoadedModel model;
  try {
    if (isAdapter(json)) return loadAdapter(folder, json, precision);
    if (isVoice(json)) {
      throw Error(ErrorCode::kBadModel, "The folder " + folder +
                                            " holds a voice, which speaks over an adapter: open that, and name this "
                                            "folder with --voice.");
    }
    const ModelConfig config = modelConfigFromJson(json);
    makeNoiseProcess(config.noise);  // refuses an unknown one
    model.tokenizer = tokenizerOf(folder, json);
    if (model.tokenizer->vocabulary() != config.vocabulary) {
      throw Error(ErrorCode::kBadModel, "The model in " + folder + " has a vocabulary of " +
                                            std::to_string(config.vocabulary) + ", its tokenizer one of " +
                                            std::to_string(model.tokenizer->vocabulary()) +
                                            ": they do not belong together.");
    }
    compareShapes(config, weightsPath);
    const SafeTensors weights = readSafeTensors(weightsPath);
    model.denoiser = std::make_unique<Denoiser>(config, 0);
    copyParameters(weights.tensors, &model.denoiser->parameters(), weightsPath);
    model.parameters = countParameters(model.denoiser->parameters());
    model.denoiser->pack(precision);
    model.name = config.name;
    json.erase(kTokenizer);  // of the folder, not of the model: the same weights keep their fingerprint
    model.fingerprint = fingerprintOf(weights.tensors, json.dump());
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIo) throw Error(ErrorCode::kBadModel, error.what());
    if (error.code() == ErrorCode::kInvalidConfig)
      throw Error(ErrorCode::kBadModel, pathIn(folder, "config.json") + ": " + error.what());
    throw;
  }
  for (Parameter& parameter : model.denoiser->parameters()) parameter.tensor.set_requires_grad(false);
  return model;
}

bool isAdapterFolder(const std::string& folder) { return isAdapter(readFolderConfig(folder)); }

AdapterFolder readAdapter(const std::string& folder) {
  const nlohmann::json json = readFolderConfig(folder);
  try {
    return {adapterConfigFromJson(json), readSafeTensors(pathIn(folder, kAdapterWeights)).tensors};
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kBadModel) throw;
    throw Error(ErrorCode::kBadModel, "The model in " + folder + " is no usable adapter: " + error.what());
  }
}

namespace {

// As they are stored.
NamedTensors halves(const Parameters& parameters) {
  NamedTensors tensors;
  for (const Parameter& parameter : parameters)
    tensors.emplace_back(parameter.name, parameter.tensor.detach().to(torch::kCPU, torch::kFloat16));
  return tensors;
}

}  // namespace

void saveAdapter(const std::string& folder, const AdapterConfig& config, const Parameters& parameters) {
  withFiles(ErrorCode::kIo, [&] { files::makeFolder(folder); });
  writeSafeTensors(pathIn(folder, kAdapterWeights), halves(parameters), {{"format", "pt"}, {"name", config.name}});
  writeOutput(pathIn(folder, "config.json"), toJson(config).dump(2) + "\n");
}

void saveModel(const std::string& folder, const ModelConfig& config, const Parameters& parameters,
               const std::string& tokenizerPath) {
  withFiles(ErrorCode::kIo, [&] { files::makeFolder(folder); });
  writeSafeTensors(pathIn(folder, "model.safetensors"), halves(parameters), {{"format", "pt"}, {"name", config.name}});
  const std::string target = pathIn(folder, "tokenizer.model");
  std::error_code failed;
  if (!fs::exists(target, failed) || !fs::equivalent(tokenizerPath, target, failed))
    writeOutput(target, readInput(tokenizerPath, kLargestTokenizer));
  nlohmann::json json = toJson(config);
  json[kTokenizer] = SentencePieceTokenizer(target).hash();
  writeOutput(pathIn(folder, "config.json"), json.dump(2) + "\n");
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/describe.h"

#include <filesystem>

#include "engine/base/adapter.h"
#include "engine/base/voice.h"
#include "engine/denoiser/config.h"
#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/weights/base_file.h"
#include "engine/weights/base_tokenizer.h"
#include "engine/weights/folder_config.h"
#include "engine/weights/safetensors.h"
#include "engine/weights/sha256.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

ModelFile describeBase(const std::string& path) {
  const BaseFile base(path);
  readBaseTokenizer(base.gguf());  // a base without a tokenizer that can be read is of no use
  const BaseInfo& info = base.info();
  const LlamaConfig& config = base.config();
  return {.path = path,
          .kind = "base",
          .name = info.name,
          .licence = info.licence,
          .quantization = info.quantization,
          .sha256 = base.sha256(),
          .bytes = info.bytes,
          .parameters = info.parameters,
          .vocabulary = config.vocabulary,
          .layers = config.layers,
          .width = config.width,
          .context = config.context};
}

std::int64_t filesOf(const std::string& folder) {
  std::int64_t bytes = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.is_regular_file(ignored)) bytes += static_cast<std::int64_t>(entry.file_size(ignored));
  }
  return bytes;
}

std::int64_t valuesOf(const TensorClaim& claim) {
  std::int64_t values = 1;
  for (const std::int64_t size : claim.shape) values *= size;
  return values;
}

ModelFile describeAdapter(const std::string& folder, const nlohmann::json& json) {
  const std::string weights = folder + "/" + kAdapterWeights;
  ModelFile found;
  try {
    const AdapterConfig config = adapterConfigFromJson(json);
    found.name = config.name;
    found.base = config.baseFile;
    found.baseSha256 = config.baseSha256;
  } catch (const Error& error) {
    throw Error(ErrorCode::kBadModel, folder + "/config.json: " + error.what());
  }
  found.path = folder;
  found.kind = "adapter";
  for (const TensorClaim& claim : readSafeTensorsHeader(weights).tensors) {
    if (!claim.name.ends_with(".experts.bias")) found.parameters += valuesOf(claim);
  }
  found.sha256 = sha256(MappedFile(weights).bytes());
  found.bytes = filesOf(folder);
  return found;
}

ModelFile describeVoice(const std::string& folder) {
  const VoiceConfig config = readVoiceConfig(folder);
  const std::string weights = folder + "/" + kVoiceWeights;
  ModelFile found;
  found.path = folder;
  found.kind = "voice";
  found.name = config.name;
  found.over = config.overName;
  found.overSha256 = config.overSha256;
  found.base = config.baseFile;
  found.baseSha256 = config.baseSha256;
  for (const TensorClaim& claim : readSafeTensorsHeader(weights).tensors) found.parameters += valuesOf(claim);
  found.sha256 = sha256(MappedFile(weights).bytes());
  found.bytes = filesOf(folder);
  return found;
}

ModelFile describeFolder(const std::string& folder) {
  const std::string configPath = folder + "/config.json";
  nlohmann::json json = readFolderConfig(folder);
  if (isAdapter(json)) return describeAdapter(folder, json);
  if (isVoice(json)) return describeVoice(folder);
  json.erase("tokenizer");  // the hash of its pieces, which is no part of the shape
  ModelConfig config;
  try {
    config = modelConfigFromJson(json);
  } catch (const Error& error) {
    throw Error(ErrorCode::kBadModel, configPath + ": " + error.what());
  }
  const std::string weights = folder + "/model.safetensors";
  ModelFile found;
  found.path = folder;
  found.kind = "model";
  found.name = config.name;
  for (const auto& [name, tensor] : readSafeTensors(weights).tensors) {
    // Buffers, which no gradient trains: see ParameterKind::kBuffer.
    if (name != "token_log_frequency" && !name.ends_with(".experts.bias")) found.parameters += tensor.numel();
  }
  found.vocabulary = SentencePieceTokenizer(folder + "/tokenizer.model").vocabulary();
  found.sha256 = sha256(MappedFile(weights).bytes());
  found.bytes = filesOf(folder);
  found.layers = config.layers;
  found.width = config.width;
  return found;
}

}  // namespace

ModelFile describeModelFile(const std::string& path) {
  std::error_code failed;
  try {
    return fs::is_directory(path, failed) ? describeFolder(path) : describeBase(path);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIo) throw Error(ErrorCode::kBadModel, error.what());
    throw;
  }
}

}  // namespace lacuna::engine

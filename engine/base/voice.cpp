// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/voice.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <filesystem>
#include <map>

#include "engine/error.h"
#include "engine/file_access.h"
#include "engine/text/json.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr std::size_t kLongestName = 200;  // bytes

void requireVoice(bool holds, const std::string& sentence) {
  if (!holds) throw Error(ErrorCode::kInvalidConfig, "The voice's configuration is unusable: " + sentence + ".");
}

[[noreturn]] void refuseVoice(const std::string& folder, const std::string& why) {
  throw Error(ErrorCode::kBadModel, "The voice in " + folder + " cannot be used: " + why + ".");
}

bool isHash(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// What another file's error says, without its full stop.
std::string reasonOf(const Error& error) {
  std::string why = error.what();
  while (!why.empty() && why.back() == '.') why.pop_back();
  return why;
}

std::string cardOf(const VoiceConfig& config, const std::string& told) {
  std::string names;
  for (const std::string& name : config.linears) names += (names.empty() ? "" : ", ") + name;
  return "# " + config.name + "\n\nA voice of Lacuna: low-rank updates of rank " + std::to_string(config.rank) +
         (names.empty() ? std::string(" of all linears") : " of " + names) + ", for the words in gaps alone, over \"" +
         config.overName + "\" (SHA-256 of its adapter.safetensors " + config.overSha256 + ") over " + config.baseFile +
         " (" + config.baseSha256 + "). Over others it is refused.\n" + (told.empty() ? "" : "\n" + told);
}

}  // namespace

LearntLinears VoiceConfig::learnt() const { return linears.empty() ? LearntLinears() : learntLinears(linears); }

void VoiceConfig::check() const {
  requireVoice(!name.empty() && name.size() <= kLongestName, "its name must be 1 to 200 bytes long");
  requireVoice(isHash(overSha256), "over.sha256 is not 64 hexadecimal digits");
  requireVoice(isHash(baseSha256), "base.sha256 is not 64 hexadecimal digits");
  requireVoice(rank >= 1 && rank <= 1024, "rank is " + std::to_string(rank) + ", it must be 1 to 1024");
  learnt();
}

bool isVoice(const nlohmann::json& json) {
  return json.is_object() && json.contains("kind") && json["kind"] == "voice";
}

VoiceConfig voiceConfigFromJson(const nlohmann::json& json) {
  requireVoice(isVoice(json), "its \"kind\" is not \"voice\"");
  refuseUnknown(json, {"kind", "name", "over", "base", "rank", "linears"}, "voice");
  VoiceConfig config;
  readField(json, "name", &config.name);
  for (const char* const part : {"over", "base"})
    requireVoice(json.contains(part) && json[part].is_object(), "\"" + std::string(part) + "\" is not an object");
  refuseUnknown(json["over"], {"name", "sha256"}, "over");
  readField(json["over"], "name", &config.overName);
  readField(json["over"], "sha256", &config.overSha256);
  refuseUnknown(json["base"], {"file", "sha256"}, "base");
  readField(json["base"], "file", &config.baseFile);
  readField(json["base"], "sha256", &config.baseSha256);
  readField(json, "rank", &config.rank);
  readField(json, "linears", &config.linears);
  config.check();
  return config;
}

nlohmann::json toJson(const VoiceConfig& c) {
  return {{"kind", "voice"},
          {"name", c.name},
          {"over", {{"name", c.overName}, {"sha256", c.overSha256}}},
          {"base", {{"file", c.baseFile}, {"sha256", c.baseSha256}}},
          {"rank", c.rank},
          {"linears", c.linears}};
}

std::vector<std::pair<std::string, std::vector<std::int64_t>>> voiceTensors(const VoiceConfig& config,
                                                                            const LlamaConfig& base) {
  std::vector<std::pair<std::string, std::vector<std::int64_t>>> tensors;
  const auto linears = adaptedLinears(base);
  const LearntLinears learnt = config.learnt();
  for (int layer = 0; layer < base.layers; ++layer) {
    for (std::size_t which = 0; which < linears.size(); ++which) {
      if (!learnt.any(which)) continue;
      const AdaptedLinear& linear = linears[which];
      std::int64_t outputs = 0;
      for (const std::int64_t count : linear.outputs) outputs += count;
      const auto blocks = static_cast<std::int64_t>(linear.outputs.size());
      const std::string name = "layers." + std::to_string(layer) + "." + linear.name;
      tensors.push_back({name + ".a", {blocks * config.rank, linear.inputs}});
      tensors.push_back({name + ".b", {outputs, config.rank}});
    }
  }
  return tensors;
}

VoiceConfig readVoiceConfig(const std::string& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) refuseVoice(folder, "there is no such folder");
  for (const char* const name : {"config.json", kVoiceWeights}) {
    if (!fs::is_regular_file(folder + "/" + name, failed)) refuseVoice(folder, std::string("it has no file ") + name);
  }
  try {
    const auto json = readJsonObject(folder + "/config.json", "The file", ErrorCode::kBadModel);
    if (!isVoice(json)) refuseVoice(folder, "its config.json is not that of a voice");
    return voiceConfigFromJson(json);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kInvalidConfig) refuseVoice(folder, reasonOf(error));
    throw;
  }
}

VoiceFolder readVoice(const std::string& folder, const LlamaConfig& base) {
  VoiceFolder read{readVoiceConfig(folder), {}};
  const std::string path = folder + "/" + kVoiceWeights;
  try {
    std::map<std::string, std::vector<std::int64_t>> claimed;
    for (TensorClaim& claim : readSafeTensorsHeader(path).tensors) claimed[claim.name] = std::move(claim.shape);
    const auto wanted = voiceTensors(read.config, base);
    for (const auto& [name, sizes] : wanted) {
      const auto found = claimed.find(name);
      if (found == claimed.end()) refuseVoice(folder, "it lacks the tensor " + name);
      if (found->second != sizes)
        refuseVoice(folder, "its tensor " + name + " has another shape than its configuration says");
    }
    if (claimed.size() != wanted.size()) refuseVoice(folder, "it has tensors that its configuration does not know");
    read.tensors = readSafeTensors(path).tensors;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kIo) refuseVoice(folder, reasonOf(error));
    throw;
  }
  for (const auto& [name, tensor] : read.tensors) {
    if (!tensor.is_floating_point())
      refuseVoice(folder, "its tensor " + name + " does not hold floating-point numbers");
    if (!tensor.isfinite().all().item<bool>()) refuseVoice(folder, "its tensor " + name + " holds NaN or infinity");
  }
  return read;
}

void checkVoiceOver(const VoiceConfig& voice, const std::string& folder, const std::string& adapterSha256,
                    const AdapterConfig& adapter) {
  if (voice.overSha256 != adapterSha256) {
    refuseVoice(folder, "it was made over another adapter, \"" + voice.overName + "\", and this one is \"" +
                            adapter.name + "\"" + (voice.overName == adapter.name ? " of other weights" : "") +
                            ": open that one, or learn the voice again");
  }
  if (voice.baseSha256 != adapter.baseSha256)
    refuseVoice(folder, "it was made over another base, " + voice.baseFile + ": learn it again");
}

void saveVoice(const std::string& folder, const VoiceConfig& config, const Parameters& parameters,
               const std::string& told) {
  withFiles(ErrorCode::kIo, [&] { files::makeFolder(folder); });
  NamedTensors tensors;
  for (const Parameter& parameter : parameters)
    tensors.emplace_back(parameter.name, parameter.tensor.detach().to(torch::kCPU, torch::kFloat16));
  writeSafeTensors(folder + "/" + kVoiceWeights, tensors, {{"format", "pt"}, {"name", config.name}});
  writeOutput(folder + "/config.json", toJson(config).dump(2) + "\n");
  writeOutput(folder + "/README.md", cardOf(config, told));
}

Parameters newVoice(const VoiceConfig& config, const LlamaConfig& base, std::uint64_t seed) {
  const torch::NoGradGuard noGrad;
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  Parameters parameters;
  for (const auto& [name, sizes] : voiceTensors(config, base)) {
    auto tensor = torch::zeros(sizes);
    if (name.ends_with(".a")) tensor.normal_(0, 1.0 / std::sqrt(static_cast<double>(sizes.back())), generator);
    parameters.push_back({name, tensor, ParameterKind::kMatrix});
  }
  return parameters;
}

}  // namespace lacuna::engine

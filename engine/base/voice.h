// SPDX-License-Identifier: GPL-3.0-or-later
// A voice: what makes an adapter speak as one author. Low-rank updates of the linears of every layer, over the
// adapter's own and for rows of gaps alone. The adapter's absorbing state and experts are as they were, and so is what
// is read.
//
// On disk a folder: config.json, voice.safetensors (float16) and a card. The adapter stands in the configuration by the
// SHA-256 of its weights, the base by that of its file; over others a voice is refused.
//
// Shapes: I inputs, O outputs, r rank, K rows of a first half.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/adapter.h"
#include "engine/base/adapter_pass.h"
#include "engine/denoiser/parameters.h"
#include "engine/weights/base_file.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {

constexpr const char* kVoiceWeights = "voice.safetensors";  // in its folder

struct VoiceConfig {
  std::string name = "voice";
  std::string overName, overSha256;    // the adapter: its name, and the hash of its adapter.safetensors
  std::string baseFile, baseSha256;    // the base's
  int rank = 16;                       // 1..1024
  std::vector<std::string> linears{};  // names of learntLinears(); empty: all

  LearntLinears learnt() const;
  // Throws Error(kInvalidConfig) naming the field.
  void check() const;
};

// Whether a folder's configuration is that of a voice.
bool isVoice(const nlohmann::json& json);
VoiceConfig voiceConfigFromJson(const nlohmann::json& json);
nlohmann::json toJson(const VoiceConfig& config);

// The names and shapes of all its tensors, in order: of the linears that are learnt, as in adapterTensors().
std::vector<std::pair<std::string, std::vector<std::int64_t>>> voiceTensors(const VoiceConfig& config,
                                                                            const LlamaConfig& base);

struct VoiceFolder {
  VoiceConfig config;
  NamedTensors tensors;
};
// Throws Error(kBadModel), naming the folder and the reason: where there is none, where it is damaged, where its
// tensors are not those of its configuration, or not all of its numbers are finite.
VoiceFolder readVoice(const std::string& folder, const LlamaConfig& base);

// The configuration alone. Throws Error(kBadModel).
VoiceConfig readVoiceConfig(const std::string& folder);

// Throws Error(kBadModel) where a voice was made over another adapter, or over another base, than these.
void checkVoiceOver(const VoiceConfig& voice, const std::string& folder, const std::string& adapterSha256,
                    const AdapterConfig& adapter);

// parameters: voiceTensors(). told: lines for the card, what was learnt from and how it went; may be empty. Each file
// is replaced in one step. Throws Error(kIo).
void saveVoice(const std::string& folder, const VoiceConfig& config, const Parameters& parameters,
               const std::string& told);

// The parameters of a new voice, which changes nothing yet: second halves are zero. A function of the seed.
Parameters newVoice(const VoiceConfig& config, const LlamaConfig& base, std::uint64_t seed);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/speaking_voices.h"

#include <cstdio>
#include <filesystem>

#include "engine/base/gap_layers.h"
#include "engine/base/voice.h"
#include "engine/error.h"
#include "engine/weights/folder_config.h"
#include "engine/weights/mapped_file.h"
#include "engine/weights/sha256.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr float kLargestShare = 1.5F;

// Which voices these are, as their files stand now.
std::string keyOf(const std::vector<VoiceBlend>& voices) {
  std::string key;
  for (const VoiceBlend& voice : voices) {
    std::error_code failed;
    const fs::path weights = fs::path(voice.folder) / kVoiceWeights;
    char share[32];
    std::snprintf(share, sizeof share, "%a", static_cast<double>(voice.share));
    key += voice.folder + "\n" + share + " " + std::to_string(fs::file_size(weights, failed)) + " " +
           std::to_string(fs::last_write_time(weights, failed).time_since_epoch().count()) + "\n";
  }
  return key;
}

}  // namespace

void speakWith(LoadedModel* model, const std::vector<VoiceBlend>& wanted) {
  if (wanted.size() > kMostVoices) {
    throw Error(ErrorCode::kInvalidInput, "At most " + std::to_string(kMostVoices) + " voices speak at once.");
  }
  std::vector<VoiceBlend> voices;
  for (const VoiceBlend& voice : wanted) {
    if (!(voice.share >= 0 && voice.share <= kLargestShare))
      throw Error(ErrorCode::kInvalidInput, "The share of the voice in " + voice.folder + " must be 0 to 1.5.");
    if (voice.share > 0) voices.push_back(voice);
  }
  if (!wanted.empty() && model->base == nullptr) {
    throw Error(ErrorCode::kBadModel,
                "The model " + model->name + " is no adapter of a pretrained base, and voices speak over one alone.");
  }
  const std::string key = keyOf(voices);
  if (key == model->speaking && voices.size() == wanted.size()) return;
  const AdapterFolder adapter = readAdapter(model->folder);
  if (fingerprintOf(adapter.tensors, readFolderConfig(model->folder).dump()) != model->fingerprint) {
    throw Error(ErrorCode::kBadModel,
                "The model in " + model->folder + " has changed since it was opened: open it again first.");
  }
  const BaseFile base = findBase(adapter.config, model->folder);
  GapLayers layers(adapter.config, adapter.tensors, base);
  const std::string hash =
      wanted.empty() ? std::string() : sha256(MappedFile(model->folder + "/" + kAdapterWeights).bytes());
  for (const VoiceBlend& voice : wanted) {  // those that are silent are checked too
    const VoiceConfig config = readVoiceConfig(voice.folder);
    checkVoiceOver(config, voice.folder, hash, adapter.config);
    const VoiceFolder read = readVoice(voice.folder, base.config());
    if (voice.share > 0) layers.add(read.tensors, static_cast<double>(voice.share));
  }
  if (key == model->speaking) return;
  model->denoiser->exchangeLinears([&](int layer) { return layers.layer(layer); });
  model->speaking = key;
}

}  // namespace lacuna::engine

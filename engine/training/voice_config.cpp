// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/voice_config.h"

#include "engine/error.h"
#include "engine/training/adapter_config.h"

namespace lacuna::engine {

VoiceTrainConfig::VoiceTrainConfig() {
  optimizer.muon = false;
  optimizer.adamRate = 1e-3;
  optimizer.beta2 = 0.98;
  optimizer.epsilon = 1e-8;
  optimizer.weightDecay = 0;
  steps = 1000;
  warmUp = 20;
  decay = 0.6;
  ema = 0.98;
  checkpointEvery = 50;
  heldOutEvery = 50;
  heldOutBatches = 12;
  batch.lengths = {{192, 1}, {256, 1}, {320, 1}, {448, 1}};
  batch.share = 0.42;
  batch.inOrder = 0.85;
}

bool trainsVoice(const nlohmann::json& json) { return json.contains("voice"); }

VoiceTrainConfig voiceTrainConfigFromJson(const nlohmann::json& json, const VoiceConfig& over,
                                          const std::string& where) {
  refuseUnknown(json, withRunFields({"voice", "rehearsal", "patience", "batch"}), where);
  VoiceTrainConfig config;
  config.voice = over;
  if (json.contains("voice")) {
    const auto& voice = json["voice"];
    if (!voice.is_object()) throw Error(ErrorCode::kInvalidConfig, "The configuration's \"voice\" must be an object.");
    refuseUnknown(voice, {"name", "rank", "linears"}, "voice");
    readField(voice, "name", &config.voice.name);
    readField(voice, "rank", &config.voice.rank, 1, 1024);
    readField(voice, "linears", &config.voice.linears);
  }
  config.voice.check();
  readField(json, "rehearsal", &config.rehearsal, 0, 0.9);
  readField(json, "patience", &config.patience, 0, 1e6);
  if (json.contains("batch")) readGapBatch(json["batch"], &config.batch);
  readRunOptions(json, &config);
  return config;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What the training of a voice is told: the file that TrainJob::config names.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/base/voice.h"
#include "engine/training/gap_batch.h"
#include "engine/training/train_config.h"

namespace lacuna::engine {

struct VoiceTrainConfig : RunOptions {
  VoiceTrainConfig();
  VoiceConfig voice;       // with the adapter and the base that it is learnt over
  double rehearsal = 0.1;  // share of steps that hold on to what was there: see VoiceTrainer
  int patience = 6;        // held-out measurements without gain after which it ends; 0: never
  GapBatchOptions batch;
};

// Whether a training configuration is of a voice: it has a "voice".
bool trainsVoice(const nlohmann::json& json);

// over: the voice's configuration as far as its adapter and base say it. "voice" holds name, rank and linears. Throws
// Error(kInvalidConfig) naming the field; where: what is read, for its sentences.
VoiceTrainConfig voiceTrainConfigFromJson(const nlohmann::json& json, const VoiceConfig& over,
                                          const std::string& where);

}  // namespace lacuna::engine

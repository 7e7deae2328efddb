// SPDX-License-Identifier: GPL-3.0-or-later
// What `lacuna train --base` is told: the file behind --config, or nothing.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "engine/base/adapter_pass.h"
#include "engine/training/gap_batch.h"
#include "engine/training/train_config.h"

namespace lacuna::engine {

struct AdapterTrainConfig : RunOptions {
  AdapterTrainConfig() {
    optimizer.muon = false;
    optimizer.adamRate = 1e-3;
    optimizer.beta2 = 0.98;
    optimizer.epsilon = 1e-8;
    optimizer.weightDecay = 0;
  }
  AdapterConfig adapter;
  LearntLinears learnt;
  GapBatchOptions batch;
};

// A configuration's "batch". Throws Error(kInvalidConfig) naming the field.
void readGapBatch(const nlohmann::json& json, GapBatchOptions* batch);

// Whether a training configuration is of an adapter: it has an "adapter".
bool trainsAdapter(const nlohmann::json& json);

// "adapter" is what an adapter's config.json says, without its base, and "linears", the names of learntLinears().
// begins: the adapter that the run begins with, or a new one of its base: what the configuration leaves out is as
// there. Throws Error(kInvalidConfig) naming the field; where: what is read, for its sentences.
AdapterTrainConfig adapterTrainConfigFromJson(const nlohmann::json& json, const AdapterConfig& begins,
                                              const std::string& where);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/denoiser/config.h"

namespace lacuna::engine {

// The default size: 35.1 M parameters, 21.1 M of them active for a token. The same as resources/configs/base-35m.json,
// which `lacuna train` takes; here so that a benchmark needs no file.
ModelConfig baseConfig();

// From a file: a model's config.json, or a training configuration with its "model". Empty: baseConfig().
// Throws Error(kInvalidInput), naming the file and the field.
ModelConfig readBenchConfig(const std::string& path);

// Trained values that one token goes through: all but the experts that it is not sent to.
std::int64_t countActive(const ModelConfig& config, std::int64_t parameters);

}  // namespace lacuna::engine

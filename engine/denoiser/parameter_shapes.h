// SPDX-License-Identifier: GPL-3.0-or-later
// What a configuration asks of its weights, told without making any: a configuration may claim more than a machine has.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/denoiser/config.h"

namespace lacuna::engine {

// Names and shapes of a Denoiser's parameters, in its order.
std::vector<std::pair<std::string, std::vector<std::int64_t>>> parameterShapes(const ModelConfig& config);

// Numbers in all of them.
double countClaimed(const ModelConfig& config);

// Throws Error(kOutOfMemory) where one copy of the weights alone, in float32, is more than this machine's memory.
void checkFitsMemory(const ModelConfig& config);

}  // namespace lacuna::engine

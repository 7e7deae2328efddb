// SPDX-License-Identifier: GPL-3.0-or-later
// Which device a session's model works on.
#pragma once

#include <cstddef>
#include <string>

#include "engine/accelerator.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

// Bytes that a model of this shape wants of a device at least: weights, a page of context being read, a gap of 64
// tokens in one candidate.
std::size_t leastBytes(const ModelConfig& config, std::size_t weightBytes);

// Empty when the memory does, else one sentence.
std::string whyTooSmall(const DeviceMemory& memory, std::size_t least, const std::string& name);

// Moves the model to a GPU where one can be had and holds it, else leaves it on the CPU. LACUNA_DEVICE (auto, cpu,
// cuda) chooses. Returns a sentence when there is a GPU that cannot be used, else nothing. Throws Error(kInvalidConfig)
// when that variable asks for what is not there.
std::string placeModel(Denoiser* model);

// To the CPU, laid out for it.
void returnToCpu(Denoiser* model);

}  // namespace lacuna::engine

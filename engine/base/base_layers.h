// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a pretrained base of the llama family, as every pass over it takes them.
#pragma once

#include "engine/layers/layer.h"
#include "engine/weights/base_file.h"

namespace lacuna::engine {

LayerShape layerShape(const LlamaConfig& config);

// Linears in that type, gains in float32. Reads the layer from the file.
Layer baseLayer(const BaseFile& file, int index, torch::ScalarType type = torch::kFloat32,
                torch::Device device = torch::kCPU);

}  // namespace lacuna::engine

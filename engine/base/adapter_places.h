// SPDX-License-Identifier: GPL-3.0-or-later
// Where a layer's tensors stand among those of an adapter, and which parts of them are learnt.
#pragma once

#include <array>
#include <vector>

#include "engine/base/adapter_pass.h"

namespace lacuna::engine {

constexpr std::size_t kAdaptedLinears = 4;  // of adaptedLinears()

struct LayerPlaces {
  std::array<std::size_t, kAdaptedLinears> a{}, b{};
  std::size_t router = 0, bias = 0, gateUp = 0, down = 0;  // 0: the layer has no experts
  bool routes() const { return router > 0; }
};

// Of each layer, in the order of adapterTensors(); the mask stands first.
std::vector<LayerPlaces> adapterPlaces(const AdapterConfig& adapter, const LlamaConfig& base);

// The gradients of a linear's a and b with zeros for the blocks that are not learnt.
struct LinearGradient {
  torch::Tensor a, b;
};
void forgetOthers(const LearntLinears& learnt, const AdaptedLinear& linear, std::size_t which,
                  LinearGradient* gradient);

}  // namespace lacuna::engine

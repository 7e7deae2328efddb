// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/base_layers.h"

namespace lacuna::engine {

LayerShape layerShape(const LlamaConfig& config) {
  return {config.heads, config.keyHeads, config.headSize, config.rmsEpsilon};
}

Layer baseLayer(const BaseFile& file, int index, torch::ScalarType type, torch::Device device) {
  const LlamaLayer from = file.layer(index);
  const auto linear = [&](const torch::Tensor& weight_OI) { return weight_OI.to(device, type); };
  Layer layer;
  layer.attentionGain_W = from.attentionNorm_D.to(device);
  layer.heads = LinearMap({linear(torch::cat({from.query, from.key, from.value}))});
  layer.output = LinearMap({linear(from.output)});
  layer.feedForwardGain_W = from.feedForwardNorm_D.to(device);
  layer.gateUp = LinearMap::gated(linear(torch::cat({from.gate_FD, from.up_FD})));
  layer.down = LinearMap({linear(from.down_DF)});
  return layer;
}

}  // namespace lacuna::engine

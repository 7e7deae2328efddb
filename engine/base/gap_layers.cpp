// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/gap_layers.h"

#include <algorithm>

#include "engine/base/base_layers.h"
#include "engine/error.h"

namespace lacuna::engine {

torch::Tensor updateOf(const torch::Tensor& a_KI, const torch::Tensor& b_Or, const AdaptedLinear& linear) {
  const std::int64_t rank = b_Or.size(1);
  std::vector<torch::Tensor> parts;
  std::int64_t row = 0;
  for (std::size_t i = 0; i < linear.outputs.size(); ++i) {
    parts.push_back(
        b_Or.narrow(0, row, linear.outputs[i]).mm(a_KI.narrow(0, static_cast<std::int64_t>(i) * rank, rank)));
    row += linear.outputs[i];
  }
  return torch::cat(parts);
}

GapLayers::GapLayers(const AdapterConfig& adapter, const NamedTensors& tensors, const BaseFile& base)
    : adapter_(adapter), base_(base) {
  const torch::NoGradGuard noGrad;
  for (const auto& [name, tensor] : tensors) known_[name] = tensor;
  const auto wanted = adapterTensors(adapter, base.config());
  for (const auto& [name, sizes] : wanted) {
    const auto found = known_.find(name);
    if (found == known_.end())
      throw Error(ErrorCode::kBadModel, "The adapter \"" + adapter.name + "\" lacks the tensor " + name + ".");
    if (found->second.sizes() != at::IntArrayRef(sizes))
      throw Error(ErrorCode::kBadModel,
                  "The adapter's tensor " + name + " has another shape than its configuration says.");
    found->second = found->second.to(torch::kFloat32);
  }
  if (known_.size() != wanted.size())
    throw Error(ErrorCode::kBadModel,
                "The adapter \"" + adapter.name + "\" has tensors that its configuration does not know.");
}

void GapLayers::add(const NamedTensors& voice, double share) {
  Voice added;
  for (const auto& [name, tensor] : voice) added.known[name] = tensor.to(torch::kFloat32);
  added.share = share;
  voices_.push_back(std::move(added));
}

Layer GapLayers::layer(int index) const {
  const torch::NoGradGuard noGrad;
  const std::string prefix = "layers." + std::to_string(index) + ".";
  const auto linears = adaptedLinears(base_.config());
  Layer layer = baseLayer(base_, index);
  const auto updated = [&](const LinearMap& frozen, std::size_t which) {
    const std::string a = prefix + linears[which].name + ".a";
    const std::string b = prefix + linears[which].name + ".b";
    auto weight_OI = frozen.weight() + updateOf(known_.at(a), known_.at(b), linears[which]);
    for (const Voice& voice : voices_) {
      if (voice.known.count(b) > 0)
        weight_OI.add_(updateOf(voice.known.at(a), voice.known.at(b), linears[which]), voice.share);
    }
    return weight_OI;
  };
  layer.heads = LinearMap({updated(layer.heads, 0)});
  layer.output = LinearMap({updated(layer.output, 1)});
  layer.gateUp = LinearMap::gated(updated(layer.gateUp, 2));
  layer.down = LinearMap({updated(layer.down, 3)});
  const auto& mixtures = adapter_.expertLayers;
  if (std::find(mixtures.begin(), mixtures.end(), index) != mixtures.end()) {
    layer.experts = {known_.at(prefix + "experts.router"), known_.at(prefix + "experts.bias"),
                     known_.at(prefix + "experts.gate_up"), known_.at(prefix + "experts.down"),
                     adapter_.expertsPerToken};
  }
  return layer;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The layers of a training pass whose insides are made again in the backward pass.
#include <memory>
#include <optional>
#include <utility>

#include "engine/denoiser/denoiser.h"
#include "engine/device.h"
#include "engine/gradients/recomputed.h"

namespace lacuna::engine {
namespace {

using Tensors = std::vector<torch::Tensor>;

// One layer: what it makes of its inputs, and what it adds to the load.
using LayerPass = std::function<Tensors(const Tensors& inputs, ExpertLoad* load)>;

// The layer's share of the router's loss is a result of its own, so that it has a gradient. Counted is the first pass
// alone.
Tensors passLayer(const LayerPass& pass, const Tensors& inputs, const Tensors& parameters, ExpertLoad* load) {
  const bool counts = load != nullptr;
  const torch::Device device = inputs.front().device();
  const RecomputedPart part = [=](const Tensors& given, bool again) {
    std::optional<MixedPrecision> mixed;
    if (again) mixed.emplace(device);
    ExpertLoad unused;
    ExpertLoad* const counted = again ? &unused : load;
    const torch::Tensor before = counts ? std::exchange(counted->zLoss, {}) : torch::Tensor();
    Tensors made = pass(given, counts ? counted : nullptr);
    if (counts) made.push_back(std::exchange(counted->zLoss, before));
    if (counts && !made.back().defined()) made.pop_back();
    return made;
  };
  return recomputed(part, inputs, parameters);
}

// Takes the layer's share from its results, which are then `results` tensors.
void addRouterLoss(std::size_t results, Tensors* made, ExpertLoad* load) {
  if (made->size() == results) return;
  load->zLoss = load->zLoss.defined() ? load->zLoss + made->back() : made->back();
  made->pop_back();
}

}  // namespace

Tensors Denoiser::trainedIn(int index) const {
  Tensors trained;
  weights_.trained()[static_cast<std::size_t>(index)].eachTensor([&](const char*, const torch::Tensor& tensor) {
    if (tensor.requires_grad()) trained.push_back(tensor);
  });
  return trained;
}

KeyValues Denoiser::prefillAgain(const torch::Tensor& input_RW, const StreamPlan& plan, ExpertLoad* load) const {
  const auto kept = std::make_shared<const StreamPlan>(plan);
  ReadState reading{input_RW, {}};
  for (int i = 0; i < config_.layers; ++i) {
    const bool last = i + 1 == config_.layers;
    const LayerPass pass = [=, this](const Tensors& given, ExpertLoad* counted) -> Tensors {
      const PrefillRows rows = prefillRows(i, given[0], nullptr, *kept, counted, [] {});
      return last ? Tensors{rows.key_RGD, rows.value_RGD} : Tensors{rows.key_RGD, rows.value_RGD, rows.state_RW};
    };
    Tensors made = passLayer(pass, {reading.state_RW}, trainedIn(i), load);
    addRouterLoss(last ? 2 : 3, &made, load);
    reading.kept.key_RGD.push_back(made[0]);
    reading.kept.value_RGD.push_back(made[1]);
    if (!last) reading.state_RW = made[2];
  }
  return std::move(reading.kept);
}

torch::Tensor Denoiser::denoiseAgain(torch::Tensor state_FW, const KeyValues& prepared, const FillPlan& plan,
                                     ExpertLoad* load) const {
  const auto kept = std::make_shared<const FillPlan>(plan);
  for (int i = 0; i < config_.layers; ++i) {
    const LayerPass pass = [=, this](const Tensors& given, ExpertLoad* counted) -> Tensors {
      return {denoiseRows(i, {given[0], given[1], given[2]}, *kept, counted)};
    };
    const auto at = static_cast<std::size_t>(i);
    Tensors made = passLayer(pass, {state_FW, prepared.key_RGD[at], prepared.value_RGD[at]}, trainedIn(i), load);
    addRouterLoss(1, &made, load);
    state_FW = made[0];
  }
  return state_FW;
}

}  // namespace lacuna::engine

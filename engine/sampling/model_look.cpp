// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/model_look.h"

#include <c10/util/Exception.h>

#include <algorithm>

#include "engine/device.h"
#include "engine/error.h"

namespace lacuna::engine {
namespace {

constexpr double kUsable = 0.8;  // of what is free: memory comes in pieces, and others want some

}  // namespace

std::size_t lookBytes(const ModelConfig& config, std::size_t kept, std::size_t filling) {
  const auto size = [](int value) { return static_cast<std::size_t>(value); };
  const std::size_t keyWidth = size(config.keyHeadCount()) * size(config.headSize);
  const std::size_t queryWidth = size(config.headCount()) * size(config.headSize);
  const std::size_t keys = 2 * size(config.layers) * (kept + filling) * keyWidth;
  // Alive together at the widest places: states, norms and projections; the experts' hidden rows; the logits, raw and
  // once more. And the table of embeddings in a lower precision.
  const std::size_t attention = 6 * size(config.width) + 4 * (queryWidth + 2 * keyWidth);
  const std::size_t experts =
      3 * size(std::max(config.denseHidden, config.sharedHidden + config.expertsPerToken * config.expertHidden)) * 2;
  const std::size_t rows = filling * std::max(attention + experts, 2 * size(config.vocabulary) + size(config.width));
  return sizeof(float) * (keys + rows + size(config.vocabulary) * size(config.width) / 2);
}

ModelLook::ModelLook(const Denoiser& model, DocumentPlan document, FillPlan plan, const KeyValues& kept,
                     std::size_t room)
    : model_(model), document_(std::move(document)), plan_(std::move(plan)), kept_(kept) {
  int together = document_.candidates;
  if (room == 0 && model_.device().is_cuda() && accelerator() != nullptr)
    room = static_cast<std::size_t>(static_cast<double>(accelerator()->memory().free) * kUsable);
  if (room > 0) {
    const auto rows = static_cast<std::size_t>(plan_.stream.plans.front().queries / document_.candidates);
    const auto needs = [&](int count) {
      return lookBytes(model_.config(), plan_.kept.size(), rows * static_cast<std::size_t>(count));
    };
    while (together > 1 && needs(together) > room) together = (together + 1) / 2;
    if (needs(together) > room) throw Error(ErrorCode::kOutOfMemory, "The GPU has no memory left for this gap.");
  }
  split(together);
}

void ModelLook::split(int together) {
  together_ = together;
  parts_.clear();
}

ModelLook::Part& ModelLook::partOf(int candidates) {
  for (auto& [count, part] : parts_) {
    if (count == candidates) return *part;
  }
  auto part = std::make_unique<Part>();
  DocumentPlan document = document_;
  document.candidates = candidates;
  part->plan =
      candidates == document_.candidates
          ? plan_.to(model_.device())
          : makeFillPlan(model_.config(), makeLayout({document}, model_.config().layoutOptions())).to(model_.device());
  part->prepared = model_.prepareKept(kept_, part->plan);
  if (!model_.device().is_cuda() && together_ == document_.candidates) kept_ = {};  // there is only this part
  if (model_.device().is_cuda() && accelerator() != nullptr)
    part->graph = accelerator()->makeStepGraph(
        [this, at = part.get()](const torch::Tensor& state_FW) { return lookAt(*at, state_FW, nullptr); });
  parts_.emplace_back(candidates, std::move(part));
  return *parts_.back().second;
}

torch::Tensor ModelLook::lookAt(const Part& part, const torch::Tensor& state_FW, FillProbe* probe) const {
  const MixedPrecision mixed(model_.device());
  return model_.logits(model_.denoise(state_FW, part.prepared, part.plan, {nullptr, probe}));
}

torch::Tensor ModelLook::lookAll(const torch::Tensor& state_FW, FillProbe* probe) {
  const auto state = state_FW.to(model_.device());
  const auto onHost = [](const torch::Tensor& logits_FV) { return logits_FV.to(torch::kCPU, torch::kFloat32); };
  const auto look = [&](Part& part, const torch::Tensor& rows_FW) {
    return onHost(part.graph != nullptr && probe == nullptr ? (*part.graph)(rows_FW) : lookAt(part, rows_FW, probe));
  };
  const int all = document_.candidates;
  if (probe != nullptr || together_ >= all) return look(partOf(all), state);
  const std::int64_t rows = state.size(0) / all;
  std::vector<torch::Tensor> logits;
  for (int first = 0; first < all; first += together_) {
    const int count = std::min(together_, all - first);
    logits.push_back(look(partOf(count), state.narrow(0, first * rows, count * rows)));
  }
  return torch::cat(logits);
}

torch::Tensor ModelLook::operator()(const torch::Tensor& state_FW, FillProbe* probe) {
  while (true) {
    try {
      return lookAll(state_FW, probe);
    } catch (const c10::OutOfMemoryError&) {
      if (together_ == 1 || probe != nullptr || accelerator() == nullptr) throw;
    }
    // Outside of the handler, which holds on to what the stack held.
    split((together_ + 1) / 2);
    accelerator()->releaseReserve();
  }
}

const std::string& ModelLook::whyNoGraph() const {
  static const std::string none;
  for (const auto& [count, part] : parts_) {
    if (part->graph != nullptr && !part->graph->whyPlain().empty()) return part->graph->whyPlain();
  }
  return none;
}

}  // namespace lacuna::engine

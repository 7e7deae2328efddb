// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/whole_pass.h"

#include <map>
#include <numeric>
#include <string>

#include "engine/attention/attend.h"

namespace lacuna::engine {
namespace {

std::vector<std::int32_t> placesOf(const Layout& layout, bool filling) {
  std::vector<std::int32_t> places;
  for (const Row& row : layout.rows) places.push_back(filling ? row.fill : row.read);
  return places;
}

}  // namespace

WholePass::WholePass(const Denoiser& model)
    : config_(model.config()), shape_(model.layerShape()), layers_(model.layers()) {
  for (const Parameter& parameter : model.parameters()) {
    if (parameter.name == "gap_mark") gapMark_W_ = parameter.tensor;
  }
}

// Grouped key heads, each as often as query heads share it.
WholePass::Heads WholePass::spread(const ProjectedHeads& rows) const {
  const auto all = [&](const torch::Tensor& x_TGD) {
    std::vector<torch::Tensor> parts;
    std::int64_t first = 0;
    for (const HeadGroup& group : config_.heads) {
      const auto part = x_TGD.narrow(1, first, group.keyHeads);
      parts.push_back(group.heads == group.keyHeads ? part : part.repeat_interleave(group.heads / group.keyHeads, 1));
      first += group.keyHeads;
    }
    return torch::cat(parts, 1).transpose(0, 1);
  };
  return {rows.q_THD.transpose(0, 1), all(rows.k_TGD), all(rows.v_TGD)};
}

WholePass::Heads WholePass::project(int layer, const torch::Tensor& rows_TW, const RotaryTable& places) const {
  return spread(projectHeads(layers_[static_cast<std::size_t>(layer)], shape_, rows_TW, {places, places}));
}

torch::Tensor WholePass::attendAll(const Heads& heads, std::int64_t queries) {
  const auto out = at::scaled_dot_product_attention(heads.q_HTD.narrow(1, 0, queries).unsqueeze(0),
                                                    heads.k_HTD.unsqueeze(0), heads.v_HTD.unsqueeze(0));
  return out.squeeze(0).transpose(0, 1);
}

torch::Tensor WholePass::finish(int layer, const torch::Tensor& rows_TW, const torch::Tensor& attended_THD) const {
  return finishLayer(layers_[static_cast<std::size_t>(layer)], shape_, rows_TW, attended_THD);
}

torch::Tensor WholePass::dense(const torch::Tensor& rows_TW) const {
  std::vector<std::int32_t> places(static_cast<std::size_t>(rows_TW.size(0)));
  std::iota(places.begin(), places.end(), 0);
  const RotaryTable table = makeRotary(places, config_.rotarySize(), config_.rotaryBase);
  auto state = rows_TW;
  for (int i = 0; i < config_.layers; ++i) state = finish(i, state, attendAll(project(i, state, table), state.size(0)));
  return state;
}

torch::Tensor WholePass::pattern(const torch::Tensor& rows_TW, const Layout& layout) const {
  const std::int64_t reading = layout.reading;
  const std::int64_t filling = layout.filling();
  const RotaryTable read = makeRotary(placesOf(layout, false), config_.rotarySize(), config_.rotaryBase);
  const RotaryTable fill = makeRotary(placesOf(layout, true), config_.rotarySize(), config_.rotaryBase);
  auto state = torch::cat({rows_TW.narrow(0, 0, reading), rows_TW.narrow(0, reading, filling) + gapMark_W_});
  std::map<std::string, AttentionPlan> plans;
  for (int i = 0; i < config_.layers; ++i) {
    // Not turned: a key stands at other places for other rows.
    const ProjectedHeads rows = projectHeads(layers_[static_cast<std::size_t>(i)], shape_, state, {});
    std::vector<torch::Tensor> outputs;
    std::int64_t head = 0;
    std::int64_t keyHead = 0;
    for (const HeadGroup& group : config_.heads) {
      const Visibility rule = config_.visibility(i, group);
      // Blocks of another size than the session's: a plan's mistake would show as a difference.
      const auto planFor = [&](const WindowPattern& window, std::int64_t first, std::int64_t count) -> AttentionPlan& {
        const std::string key =
            std::to_string(first) + " " + std::to_string(window.window) + " " + std::to_string(window.dilation);
        const auto found = plans.find(key);
        if (found != plans.end()) return found->second;
        return plans.emplace(key, makePlan(layout, rule, {first, count, nullptr}, 48)).first->second;
      };
      const auto part = [&](const RotaryTable& places, const AttentionPlan& plan, std::int64_t first) {
        const auto q = rotate(rows.q_THD, places).narrow(0, first, plan.queries).narrow(1, head, group.heads);
        const auto k = rotate(rows.k_TGD, places).narrow(1, keyHead, group.keyHeads);
        return attend(q, k, rows.v_TGD.narrow(1, keyHead, group.keyHeads), plan);
      };
      outputs.push_back(torch::cat({part(read, planFor(rule.context, 0, reading), 0),
                                    part(fill, planFor(rule.gap, reading, filling), reading)}));
      head += group.heads;
      keyHead += group.keyHeads;
    }
    state = finish(i, state, torch::cat(outputs, 1));
  }
  return state.narrow(0, reading, filling);
}

}  // namespace lacuna::engine

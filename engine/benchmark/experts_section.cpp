// SPDX-License-Identifier: GPL-3.0-or-later

#include "engine/benchmark/sections.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kMostChecked = 1024;  // tokens, beside the plain twin

SwiGlu randomFeedForward(std::int64_t width, std::int64_t hidden) {
  return {torch::randn({2 * hidden, width}) * 0.05, torch::randn({width, hidden}) * 0.05};
}

}  // namespace

Table benchExperts(const BenchSubject& subject) {
  const torch::NoGradGuard noGrad;
  const ModelConfig& config = subject.config;
  Table table;
  table.name = "experts";
  table.title = "A mixture of experts against plain feed-forwards";
  table.note =
      "One layer. Active: a SwiGLU as wide as what a token goes through; total: as wide as all experts "
      "together. Difference: the mixture against every expert on every token.";
  table.columns = {
      {"tokens", "tokens", 0},           {"mixture_ms", "mixture ms", 3},     {"mixture_min_ms", "min", 3},
      {"dense_ms", "active ms", 3},      {"dense_min_ms", "min", 3},          {"ratio", "mixture/active", 2},
      {"total_dense_ms", "total ms", 3}, {"total_ratio", "total/mixture", 2}, {"max_abs_difference", "difference", 8}};
  const std::vector<Layer>& layers = subject.model->layers();
  const auto layer = std::find_if(layers.begin(), layers.end(), [](const Layer& l) { return l.isMixture(); });
  if (layer == layers.end()) return table;
  const Mixture& experts = layer->experts;
  const auto mixture = [&](const torch::Tensor& x_TW, const auto& add) {
    return add(layer->down(layer->gateUp(x_TW)), x_TW, chooseExperts(x_TW, experts), experts);
  };
  const auto addSparsely = [](const auto&... all) { return addExperts(all...); };
  const std::int64_t activeHidden = config.sharedHidden + std::int64_t{config.expertsPerToken} * config.expertHidden;
  const std::int64_t totalHidden = config.sharedHidden + std::int64_t{config.experts} * config.expertHidden;
  const SwiGlu active = randomFeedForward(config.width, activeHidden);
  const SwiGlu total = randomFeedForward(config.width, totalHidden);
  for (const std::int64_t tokens : subject.lengthsOr({64, 512, 4096})) {
    subject.note("experts, " + std::to_string(tokens) + " tokens");
    const auto x_TW = torch::randn({tokens, config.width});
    const Timing sparse = timeRuns([&] { mixture(x_TW, addSparsely); }, subject.timing);
    const Timing dense = timeRuns([&] { swiGlu(x_TW, active); }, subject.timing);
    const Timing all = timeRuns([&] { swiGlu(x_TW, total); }, subject.timing);
    const double difference =
        tokens <= kMostChecked
            ? (mixture(x_TW, addSparsely) - mixture(x_TW, addExpertsPlainly)).abs().max().item<double>()
            : kNotMeasured;
    table.rows.push_back({tokens, sparse.median, sparse.least, dense.median, dense.least, sparse.median / dense.median,
                          all.median, all.median / sparse.median, difference});
  }
  return table;
}

}  // namespace lacuna::engine

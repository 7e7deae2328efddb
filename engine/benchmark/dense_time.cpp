// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/dense_time.h"

#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <numeric>

namespace lacuna::engine {
namespace {

torch::Tensor leaf(const torch::Tensor& values) { return values.detach().clone().set_requires_grad(true); }

void backward(const torch::Tensor& out) { torch::autograd::backward({out}, {torch::ones_like(out)}); }

}  // namespace

Timing timeDenseParts(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens, Direction direction) {
  const ModelConfig& config = subject.config;
  const bool both = direction == Direction::kForwardAndBackward;
  std::vector<std::int32_t> places(static_cast<std::size_t>(tokens));
  std::iota(places.begin(), places.end(), 0);
  const RotaryTable table = makeRotary(places, config.rotarySize(), config.rotaryBase);
  auto rows_TW = torch::randn({tokens, config.width});
  auto attended_THD = torch::randn({tokens, config.headCount(), config.headSize});
  WholePass::Heads heads = whole.project(0, rows_TW, table);
  if (both) {
    rows_TW = leaf(rows_TW);
    attended_THD = leaf(attended_THD);
    heads = {leaf(heads.q_HTD), leaf(heads.k_HTD), leaf(heads.v_HTD)};
  }
  const std::int64_t queries = std::clamp<std::int64_t>(kPairsTimed / tokens, 64, tokens);
  const auto attend = [&] {
    const auto out = WholePass::attendAll(heads, queries);
    if (both) backward(out);
  };
  Timing total = timeRuns(attend, subject.timing) *
                 (static_cast<double>(config.layers) * static_cast<double>(tokens) / static_cast<double>(queries));
  for (const bool mixture : {false, true}) {
    int layers = 0;
    int one = -1;
    for (int i = 0; i < config.layers; ++i) {
      if (config.isMixture(i) != mixture) continue;
      ++layers;
      one = i;
    }
    if (layers == 0) continue;
    const auto rest = [&] {
      const WholePass::Heads projected = whole.project(one, rows_TW, table);
      const auto out = whole.finish(one, rows_TW, attended_THD);
      if (both) backward(out.sum() + projected.q_HTD.sum() + projected.k_HTD.sum() + projected.v_HTD.sum());
    };
    total = total + timeRuns(rest, subject.timing) * layers;
  }
  clearGradients(subject);
  return total;
}

}  // namespace lacuna::engine

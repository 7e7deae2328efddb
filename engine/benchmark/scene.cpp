// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/benchmark/scene.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

namespace lacuna::engine {

Denoiser makeRandomModel(const ModelConfig& config, std::uint64_t seed) {
  Denoiser model(config, seed);
  const torch::NoGradGuard noGrad;
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed + 1);
  for (Parameter& parameter : model.parameters()) {
    if (parameter.kind != ParameterKind::kMatrix || parameter.tensor.any().item<bool>()) continue;
    parameter.tensor.normal_(0, 0.5 / std::sqrt(static_cast<double>(parameter.tensor.size(-1))), generator);
  }
  return model;
}

Scene makeScene(const ModelConfig& config, std::int64_t tokens) {
  Scene scene;
  scene.gap = static_cast<std::int32_t>(std::min<std::int64_t>(kBenchGap, tokens / 4));
  const auto context = static_cast<std::int32_t>(tokens) - scene.gap + 1;  // with the marker
  scene.layout = makeLayout({{context, {{context / 2, scene.gap}}, 1}}, config.layoutOptions());
  scene.context_C = torch::randint(5, config.vocabulary, {context}, torch::kInt64);
  scene.state_FW = torch::randn({scene.gap, config.width});
  return scene;
}

void clearGradients(const BenchSubject& subject) {
  for (Parameter& parameter : subject.model->parameters()) parameter.tensor.mutable_grad() = torch::Tensor();
}

}  // namespace lacuna::engine

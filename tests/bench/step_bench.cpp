// SPDX-License-Identifier: GPL-3.0-or-later
// What a denoising step costs, and what it would cost without the cache, over the length of the document. The shipped
// configuration with random weights; a gap of 64 tokens in the middle; float32.
//   step     one denoising step against prepared keys: what the author waits for
//   sparse   reading the whole document again with the same pattern, and the step
//   dense    one attention layer over the whole document with a full matrix against the same layer by its plan
#include <benchmark/benchmark.h>
#include <torch/types.h>

#include "engine/attention/attend.h"
#include "engine/denoiser/denoiser.h"

using namespace lacuna::engine;

namespace {

constexpr int kGap = 64;

struct Scene {
  ModelConfig config;
  Denoiser model{ModelConfig(), 1};
  Layout layout;
  torch::Tensor context;
  torch::Tensor state;

  explicit Scene(std::int64_t tokens) {
    const auto length = static_cast<std::int32_t>(tokens);
    layout = makeLayout({{length, {{length / 2, kGap}}, 1}}, config.layoutOptions());
    context = torch::randint(5, config.vocabulary, {tokens}, torch::kInt64);
    state = torch::randn({kGap, config.width});
  }
  KeyValues read() const {
    return model.prefill(model.readingInput(layout, context), makeReadPlan(config, layout), nullptr);
  }
};

void step(benchmark::State& bench) {
  const torch::NoGradGuard noGrad;
  const Scene scene(bench.range(0));
  const FillPlan plan = makeFillPlan(scene.config, scene.layout);
  const KeyValues prepared = scene.model.prepare(scene.read(), plan);
  for (auto _ : bench)
    benchmark::DoNotOptimize(scene.model.logits(scene.model.denoise(scene.state, prepared, plan, nullptr)));
}

void sparse(benchmark::State& bench) {
  const torch::NoGradGuard noGrad;
  const Scene scene(bench.range(0));
  for (auto _ : bench) {
    const FillPlan plan = makeFillPlan(scene.config, scene.layout);
    const KeyValues prepared = scene.model.prepare(scene.read(), plan);
    benchmark::DoNotOptimize(scene.model.logits(scene.model.denoise(scene.state, prepared, plan, nullptr)));
  }
}

void attention(benchmark::State& bench, bool dense) {
  const torch::NoGradGuard noGrad;
  const Scene scene(bench.range(0));
  const ModelConfig& config = scene.config;
  const std::int64_t rows = scene.layout.reading;
  const auto q = torch::randn({rows, config.headCount(), config.headSize});
  const auto k = torch::randn({rows, config.keyHeadCount(), config.headSize});
  const AttentionPlan plan = makePlan(scene.layout, config.visibility(0, config.heads[0]), {0, rows, nullptr});
  const auto heads = [](const torch::Tensor& x, std::int64_t times) {
    return x.repeat_interleave(times, 1).transpose(0, 1).unsqueeze(0);
  };
  for (auto _ : bench) {
    if (dense)
      benchmark::DoNotOptimize(at::scaled_dot_product_attention(heads(q, 1), heads(k, 2), heads(k, 2)));
    else
      benchmark::DoNotOptimize(attend(q, k, k, plan));
  }
}

}  // namespace

BENCHMARK(step)->Arg(512)->Arg(2048)->Arg(8192)->Arg(32768)->Unit(benchmark::kMillisecond);
BENCHMARK(sparse)->Arg(512)->Arg(2048)->Arg(8192)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(attention, plan, false)->Arg(2048)->Arg(8192)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(attention, dense, true)->Arg(2048)->Arg(8192)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();

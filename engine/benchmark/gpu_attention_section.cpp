// SPDX-License-Identifier: GPL-3.0-or-later
// The fused kernel against FlashAttention-2 with a window, as ATen has it, on one pattern: a window of 256.
#include <ATen/ops/_flash_attention_backward.h>
#include <ATen/ops/_flash_attention_forward.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "engine/accelerator.h"
#include "engine/attention/attend.h"
#include "engine/benchmark/sections.h"

namespace lacuna::engine {
namespace {

constexpr std::int32_t kReach = 256;
constexpr int kCallsTimed = 20;    // one after the other, the host waits for the last
constexpr double kBackward = 2.5;  // products of a backward pass, in forward passes; recomputing is not counted

// The median cost of a call, milliseconds by the wall clock.
double timeCalls(const std::function<void()>& call, const TimingOptions& options) {
  const auto* const device = c10::impl::getDeviceGuardImpl(c10::DeviceType::CUDA);
  std::vector<double> times;
  for (int run = 0; run <= options.repetitions; ++run) {
    if (options.cancel != nullptr && options.cancel->load())
      throw Error(ErrorCode::kCancelled, "Stopped before everything was measured.");
    device->synchronizeDevice(0);
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kCallsTimed; ++i) call();
    device->synchronizeDevice(0);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (run > 0) times.push_back(seconds * 1000 / kCallsTimed);  // the first run warms up
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// Not measured where FlashAttention does not run: before compute capability 8.
double orNothing(const std::function<double()>& measure) {
  try {
    return measure();
  } catch (const c10::Error&) {
    return kNotMeasured;
  }
}

std::vector<Cell> gpuAttentionRow(const BenchSubject& subject, std::int64_t tokens) {
  subject.note("attention on the GPU, " + std::to_string(tokens) + " tokens");
  const std::int64_t heads = subject.config.headCount();
  const std::int64_t size = subject.config.headSize;
  const Layout layout = makeLayout({{static_cast<std::int32_t>(tokens), {}, 1}}, {0, 0});
  const Visibility rule{{kReach, 1}, {kReach, 1}, {0, false}};
  AttentionPlan plan;
  {
    const at::AutoGradMode withGradients(true);
    plan = makePlan(layout, rule, {0, tokens, nullptr}).to(torch::kCUDA);
  }
  const auto make = [&] {
    return torch::randn({tokens, heads, size}, torch::TensorOptions(torch::kBFloat16).device(torch::kCUDA));
  };
  const AttentionInput input{make(), make(), make()};
  const auto pull = make();
  const AttentionKernel& kernel = accelerator()->attention();
  const AttentionOutput output = kernel.forward(input, *plan.lists);
  const double fused = timeCalls([&] { kernel.forward(input, *plan.lists); }, subject.timing);
  const double fusedBack = timeCalls([&] { kernel.backward(input, output, pull, *plan.lists); }, subject.timing);

  const auto batched = [](const torch::Tensor& x) { return x.unsqueeze(0); };
  const auto q = batched(input.q_QHD);
  const auto k = batched(input.k_KGD);
  const auto v = batched(input.v_KGD);
  const auto flash = [&] {
    return at::_flash_attention_forward(q, k, v, {}, {}, tokens, tokens, 0.0, false, false, std::nullopt, kReach,
                                        kReach);
  };
  const double windowed = orNothing([&] { return timeCalls([&] { flash(); }, subject.timing); });
  double difference = kNotMeasured;
  const double windowedBack = orNothing([&] {
    const auto [out, logSum, state, unused, mask] = flash();
    difference = (out.squeeze(0).to(torch::kFloat32) - output.out_QHD).abs().max().item<double>();
    return timeCalls(
        [&, out = out, logSum = logSum, state = state, unused = unused] {
          at::_flash_attention_backward(batched(pull), q, k, v, out, logSum, {}, {}, tokens, tokens, 0.0, false, state,
                                        unused, std::nullopt, kReach, kReach);
        },
        subject.timing);
  });
  // Multiply-adds count twice; a token at a border sees less than a whole window.
  const std::int64_t reach = std::min<std::int64_t>(kReach, tokens - 1);
  const double pairs = static_cast<double>(tokens * (2 * reach + 1) - reach * (reach + 1));
  const double useful = 4.0 * pairs * static_cast<double>(heads * size) / 1e9;  // GFLOP; by ms: TFLOP/s
  return {tokens,
          heads,
          size,
          fused,
          useful / fused,
          windowed,
          windowed / fused,
          fusedBack,
          kBackward * useful / fusedBack,
          windowedBack,
          windowedBack / fusedBack,
          difference};
}

}  // namespace

Table benchGpuAttention(const BenchSubject& subject) {
  const torch::NoGradGuard noGrad;
  Table table;
  table.name = "attention_gpu";
  table.title = "Windowed attention on the GPU";
  table.note =
      "A window of 256 to either side, bfloat16: the fused kernel against FlashAttention-2 with a window. "
      "TFLOP/s count what the pattern asks for, not what tiles add.";
  table.columns = {{"tokens", "tokens", 0},
                   {"heads", "heads", 0},
                   {"head_size", "size", 0},
                   {"fused_ms", "fused ms", 3},
                   {"fused_tflops", "TFLOP/s", 1},
                   {"flash_ms", "flash ms", 3},
                   {"ratio", "flash/fused", 2},
                   {"fused_backward_ms", "backward ms", 3},
                   {"fused_backward_tflops", "TFLOP/s", 1},
                   {"flash_backward_ms", "flash ms", 3},
                   {"backward_ratio", "flash/fused", 2},
                   {"max_abs_difference", "difference", 5}};
  for (const std::int64_t tokens : subject.lengthsOr({8192, 32768, 131072}))
    table.rows.push_back(gpuAttentionRow(subject, tokens));
  return table;
}

}  // namespace lacuna::engine

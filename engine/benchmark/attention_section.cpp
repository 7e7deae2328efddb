// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/attention/attend.h"
#include "engine/benchmark/dense_time.h"
#include "engine/benchmark/sections.h"

namespace lacuna::engine {
namespace {

constexpr std::int32_t kWindow = 256;
constexpr std::int64_t kHeadSize = 64;
constexpr std::int64_t kLongestChecked = 2048;  // beside the plain matrix

std::vector<Cell> attentionRow(const BenchSubject& subject, std::int64_t tokens) {
  subject.note("attention, " + std::to_string(tokens) + " tokens");
  const std::int64_t heads = subject.config.headCount();
  const Layout layout = makeLayout({{static_cast<std::int32_t>(tokens), {}, 1}}, {0, 0});
  const Visibility rule{{kWindow, 1}, {kWindow, 1}, {0, false}};
  const AttentionPlan plan = makePlan(layout, rule, {0, tokens, nullptr});
  const auto q = torch::randn({tokens, heads, kHeadSize});
  const auto k = torch::randn({tokens, heads, kHeadSize});
  const auto v = torch::randn({tokens, heads, kHeadSize});
  const Timing window = timeRuns([&] { attend(q, k, v, plan); }, subject.timing);
  const auto batched = [](const torch::Tensor& x_THD) { return x_THD.transpose(0, 1).unsqueeze(0).contiguous(); };
  const auto qd = batched(q);
  const auto kd = batched(k);
  const auto vd = batched(v);
  const std::int64_t queries = std::clamp<std::int64_t>(kPairsTimed / tokens, 64, tokens);
  const Timing dense =
      timeRuns([&] { at::scaled_dot_product_attention(qd.narrow(2, 0, queries), kd, vd); }, subject.timing) *
      (static_cast<double>(tokens) / static_cast<double>(queries));
  double difference = kNotMeasured;
  if (tokens <= kLongestChecked) {
    const auto place = torch::arange(tokens);
    const auto visible = (place.unsqueeze(0) - place.unsqueeze(1)).abs().le(kWindow);
    difference = (attend(q, k, v, plan) - attendDense(q, k, v, visible)).abs().max().item<double>();
  }
  return {
      tokens,     heads,           window.median, window.least, dense.median, dense.least, dense.median / window.median,
      difference, queries < tokens};
}

}  // namespace

Table benchAttention(const BenchSubject& subject) {
  const torch::NoGradGuard noGrad;
  Table table;
  table.name = "attention";
  table.title = "Windowed attention";
  table.note =
      "A window of 256 to either side, heads of 64, float32, against ATen's fused attention without a mask; "
      "marked *, a part of the queries was timed and scaled. Difference: against the plain matrix.";
  table.columns = {{"tokens", "tokens", 0},       {"heads", "heads", 0},
                   {"window_ms", "window ms", 2}, {"window_min_ms", "min", 2},
                   {"dense_ms", "dense ms", 2},   {"dense_min_ms", "min", 2},
                   {"ratio", "dense/window", 2},  {"max_abs_difference", "difference", 8},
                   {"dense_scaled", "*", 0}};
  for (const std::int64_t tokens : subject.lengthsOr({2048, 8192, 32768}))
    table.rows.push_back(attentionRow(subject, tokens));
  return table;
}

}  // namespace lacuna::engine

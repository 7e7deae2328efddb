// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "engine/benchmark/sections.h"
#include "engine/benchmark/whole_pass.h"

namespace lacuna::engine {
namespace {

// Longer documents are timed a layer of each kind at a time, and by a part of the queries: attention without a mask
// costs the same for every query, so the whole is a multiple of the part.
constexpr std::int64_t kLongestWhole = 4096;
constexpr std::int64_t kPairsTimed = 64LL << 20U;  // query-key pairs a timed call looks at

Timing timeDense(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens) {
  const auto rows_TW = torch::randn({tokens, subject.config.width});
  if (tokens <= kLongestWhole) return timeRuns([&] { whole.dense(rows_TW); }, subject.timing);
  std::vector<std::int32_t> places(static_cast<std::size_t>(tokens));
  std::iota(places.begin(), places.end(), 0);
  const RotaryTable table = makeRotary(places, subject.config.headSize, subject.config.rotaryBase);
  const std::int64_t queries = std::clamp<std::int64_t>(kPairsTimed / tokens, 64, tokens);
  const auto heads = whole.project(0, rows_TW, table);
  const auto attended = torch::randn({tokens, std::int64_t{subject.config.headCount()} * subject.config.headSize});
  Timing total =
      timeRuns([&] { WholePass::attendAll(heads, queries); }, subject.timing) *
      (static_cast<double>(subject.config.layers) * static_cast<double>(tokens) / static_cast<double>(queries));
  for (const bool mixture : {false, true}) {
    int layers = 0;
    int one = -1;
    for (int i = 0; i < subject.config.layers; ++i) {
      if (subject.config.isMixture(i) != mixture) continue;
      ++layers;
      one = i;
    }
    if (layers == 0) continue;
    const auto rest = [&] {
      whole.project(one, rows_TW, table);
      whole.finish(one, rows_TW, attended);
    };
    total = total + timeRuns(rest, subject.timing) * layers;
  }
  return total;
}

std::vector<Cell> stepRow(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens) {
  const Denoiser& model = *subject.model;
  const Scene scene = makeScene(subject.config, tokens);
  const std::string about = "step, " + std::to_string(tokens) + " tokens: ";
  subject.note(about + "reading");
  const auto input_RW = model.readingInput(scene.layout, scene.context_C);
  StreamPlan readPlan;
  FillPlan fillPlan;
  const auto makePlans = [&] {
    readPlan = makeReadPlan(subject.config, scene.layout);
    fillPlan = makeFillPlan(subject.config, scene.layout);
  };
  TimingOptions once = subject.timing;
  once.repetitions = 1;
  const Timing plans = timeRuns(makePlans, once);
  torch::Tensor cached;
  KeyValues prepared;
  const auto fill = [&] { cached = model.logits(model.fill(scene.state_FW, prepared, fillPlan, nullptr)); };
  const Timing sparse = timeRuns(
      [&] {
        prepared = model.prepare(model.read(input_RW, readPlan, nullptr), fillPlan);
        fill();
      },
      subject.timing);
  subject.note(about + "denoising");
  const Timing step = timeRuns(fill, subject.timing);
  readPlan = StreamPlan();
  subject.note(about + "without the cache");
  const auto uncached = model.logits(whole.pattern(torch::cat({input_RW, scene.state_FW}), scene.layout));
  const double difference = (cached - uncached).abs().max().item<double>();
  subject.note(about + "full attention");
  const Timing dense = timeDense(subject, whole, tokens);
  return {tokens,
          std::int64_t{scene.gap},
          step.median,
          step.least,
          dense.median,
          dense.least,
          sparse.median,
          sparse.least,
          dense.median / step.median,
          sparse.median / step.median,
          difference,
          tokens > kLongestWhole,
          plans.median};
}

}  // namespace

Table benchStep(const BenchSubject& subject) {
  const torch::NoGradGuard noGrad;
  Table table;
  table.name = "step";
  table.title = "A denoising step";
  table.note =
      "step: the gap alone, against kept keys. sparse: the document read again, and the step. dense: all rows "
      "through all layers with full attention; marked *, a part was timed and scaled. Plans are made once a "
      "document and counted in none. Difference: of the logits, cached against uncached.";
  table.columns = {{"document_tokens", "document", 0},
                   {"gap_tokens", "gap", 0},
                   {"step_ms", "step ms", 2},
                   {"step_min_ms", "min", 2},
                   {"dense_step_ms", "dense ms", 1},
                   {"dense_step_min_ms", "min", 1},
                   {"sparse_step_ms", "sparse ms", 1},
                   {"sparse_step_min_ms", "min", 1},
                   {"ratio", "dense/step", 1},
                   {"sparse_ratio", "sparse/step", 1},
                   {"max_abs_difference", "difference", 8},
                   {"dense_scaled", "*", 0},
                   {"plan_ms", "plans ms", 1}};
  subject.model->pack();
  const WholePass whole(*subject.model);
  for (const std::int64_t tokens : subject.lengthsOr({2048, 8192, 32768, 131072}))
    table.rows.push_back(stepRow(subject, whole, tokens));
  return table;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include <ATen/Parallel.h>

#include <optional>

#include "engine/benchmark/dense_time.h"
#include "engine/denoiser/packed_fill.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLongestWhole = 4096;  // tokens of which full attention is timed as a whole

Timing timeDense(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens) {
  if (tokens > kLongestWhole) return timeDenseParts(subject, whole, tokens, Direction::kForward);
  const auto rows_TW = torch::randn({tokens, subject.config.width});
  return timeRuns([&] { whole.dense(rows_TW); }, subject.timing);
}

// The steps of one gap, as a session makes them.
class Steps {
 public:
  Steps(const Denoiser& model, const Scene& scene) : model_(model), scene_(scene) {
    plan_ = makeFillPlan(model.config(), scene.layout);
  }
  void prepare(const KeyValues& reading) {
    kept_ = selectRows(reading, plan_.kept);
    if (PackedFill::serves(model_, scene_.layout))
      packed_.emplace(model_, scene_.layout, plan_, kept_);
    else
      prepared_ = model_.prepareKept(kept_, plan_);
  }
  // [F, V]
  torch::Tensor step() const {
    if (packed_) return model_.stepWeights().tail.logits((*packed_)(scene_.state_FW, nullptr, at::get_num_threads()));
    return model_.logits(model_.denoise(scene_.state_FW, prepared_, plan_, nullptr));
  }

 private:
  const Denoiser& model_;
  const Scene& scene_;
  FillPlan plan_;
  KeyValues kept_, prepared_;
  std::optional<PackedFill> packed_;
};

struct FixedStep {
  Timing time;
  double error = kNotMeasured;  // root mean square, in parts of the logits' own spread
};

// The same step in 16-bit fixed point; not measured where the processor has no such kernels.
FixedStep timeFixed(const BenchSubject& subject, const Steps& steps, const torch::Tensor& exact_FV) {
  FixedStep fixed{{kNotMeasured, kNotMeasured, 0}};
  if (subject.model->stepWeights().layers.empty()) return fixed;
  subject.model->pack(Precision::kFixed16);
  torch::Tensor logits_FV;
  fixed.time = timeRuns([&] { logits_FV = steps.step(); }, subject.timing);
  fixed.error = ((logits_FV - exact_FV).square().mean().sqrt() / exact_FV.std()).item<double>();
  subject.model->pack();
  return fixed;
}

std::vector<Cell> stepRow(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens) {
  const Denoiser& model = *subject.model;
  const Scene scene = makeScene(subject.config, tokens);
  const std::string about = "step, " + std::to_string(tokens) + " tokens: ";
  subject.note(about + "reading");
  const auto input_RW = model.readingInput(scene.layout, scene.context_C);
  StreamPlan readPlan;
  std::optional<Steps> steps;
  const auto makePlans = [&] {
    readPlan = makeReadPlan(subject.config, scene.layout);
    steps.emplace(model, scene);
  };
  TimingOptions once = subject.timing;
  once.repetitions = 1;
  const Timing plans = timeRuns(makePlans, once);
  torch::Tensor cached;
  const auto fill = [&] { cached = steps->step(); };
  const Timing sparse = timeRuns(
      [&] {
        steps->prepare(model.prefill(input_RW, readPlan, nullptr));
        fill();
      },
      subject.timing);
  subject.note(about + "denoising");
  const Timing step = timeRuns(fill, subject.timing);
  const FixedStep fixed = timeFixed(subject, *steps, cached);
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
          plans.median,
          fixed.time.median,
          fixed.time.least,
          dense.median / fixed.time.median,
          sparse.median / fixed.time.median,
          fixed.error};
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
      "document and counted in none. Difference: of the logits, cached against uncached. fixed: the step in 16-bit "
      "fixed "
      "point, which a session uses, everything it is compared with in float32; its error is the root mean square of "
      "the "
      "logits' difference in parts of their spread.";
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
                   {"plan_ms", "plans ms", 1},
                   {"fixed_step_ms", "fixed ms", 2},
                   {"fixed_step_min_ms", "min", 2},
                   {"fixed_ratio", "dense/fixed", 1},
                   {"fixed_sparse_ratio", "sparse/fixed", 1},
                   {"fixed_error", "fixed error", 6}};
  subject.model->pack();
  const WholePass whole(*subject.model);
  for (const std::int64_t tokens : subject.lengthsOr({2048, 8192, 32768, 131072}))
    table.rows.push_back(stepRow(subject, whole, tokens));
  return table;
}

}  // namespace lacuna::engine

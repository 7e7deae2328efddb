// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

#include "engine/benchmark/dense_time.h"
#include "engine/training/optimizer.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLongestTrained = 2048;  // tokens of which full attention is timed as a whole
constexpr std::int32_t kGap = 32;               // tokens, with as many of context between

// Half of the document in gaps.
Layout alternating(const ModelConfig& config, std::int64_t tokens) {
  DocumentPlan plan;
  const auto gap = static_cast<std::int32_t>(std::min<std::int64_t>(kGap, tokens / 4));
  std::int64_t left = tokens;
  while (left >= 2 * gap) {
    plan.context += gap;
    plan.gaps.push_back({plan.context++, gap});
    left -= 2 * gap;
  }
  plan.context += static_cast<std::int32_t>(left);
  return makeLayout({plan}, config.layoutOptions());
}

struct Step {
  Timing sparse;
  Timing dense;
  std::int64_t gapTokens = 0;
};

Step trainStep(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens) {
  const ModelConfig& config = subject.config;
  const Denoiser& model = *subject.model;
  const Layout layout = alternating(config, tokens);
  const auto contexts = static_cast<std::int64_t>(layout.documents.front().contextCount);
  const auto context_C = torch::randint(5, config.vocabulary, {contexts}, torch::kInt64);
  const auto target_F = torch::randint(5, config.vocabulary, {layout.filling()}, torch::kInt64);
  const auto state_FW = torch::randn({layout.filling(), config.width});
  const auto clear = [&] {
    for (Parameter& parameter : subject.model->parameters()) parameter.tensor.mutable_grad() = torch::Tensor();
  };
  Step result;
  result.gapTokens = layout.filling();
  subject.note("train, " + std::to_string(tokens) + " tokens: sparse");
  result.sparse = timeRuns(
      [&] {
        const StreamPlan readPlan = makeReadPlan(config, layout);
        const FillPlan fillPlan = makeFillPlan(config, layout);
        const KeyValues reading = model.read(model.readingInput(layout, context_C), readPlan, nullptr);
        const auto hidden = model.fill(state_FW, model.prepare(reading, fillPlan), fillPlan, nullptr);
        model.tokenLoss(hidden, target_F).mean().backward();
        clear();
      },
      subject.timing);
  subject.note("train, " + std::to_string(tokens) + " tokens: dense");
  const auto known = torch::randint(5, config.vocabulary, {tokens - layout.filling()}, torch::kInt64);
  const auto head = [&](const torch::Tensor& hidden_TW) {
    const auto gap_FW = hidden_TW.narrow(0, tokens - layout.filling(), layout.filling());
    model.tokenLoss(gap_FW, target_F).mean().backward();
    clear();
  };
  const auto rows = [&] { return torch::cat({model.embed(known), state_FW}); };
  if (tokens <= kLongestTrained) {
    result.dense = timeRuns([&] { head(whole.dense(rows())); }, subject.timing);
  } else {
    result.dense = timeDenseParts(subject, whole, tokens, Direction::kForwardAndBackward) +
                   timeRuns([&] { head(rows()); }, subject.timing);
  }
  return result;
}

// The same for both: it knows nothing of attention.
Timing timeUpdate(const BenchSubject& subject) {
  subject.note("train: the optimiser");
  Optimizer optimizer(&subject.model->parameters(), OptimizerOptions());
  return timeRuns(
      [&] {
        for (Parameter& parameter : subject.model->parameters()) {
          if (parameter.kind != ParameterKind::kBuffer)
            parameter.tensor.mutable_grad() = torch::full_like(parameter.tensor, 1e-3);
        }
        optimizer.step(1e-6);
      },
      subject.timing);
}

}  // namespace

Table benchTrain(const BenchSubject& subject) {
  Table table;
  table.name = "train";
  table.title = "A training step";
  table.note =
      "Forward, backward and the optimiser's update over one document, half of it in gaps of 32 tokens. Dense: "
      "the same weights with full attention over all rows; marked *, a part was timed and scaled.";
  table.columns = {{"document_tokens", "document", 0},
                   {"gap_tokens", "gap tokens", 0},
                   {"sparse_tokens_per_s", "sparse tokens/s", 0},
                   {"dense_tokens_per_s", "dense tokens/s", 0},
                   {"ratio", "sparse/dense", 2},
                   {"sparse_ms", "sparse ms", 1},
                   {"sparse_min_ms", "min", 1},
                   {"dense_ms", "dense ms", 1},
                   {"dense_min_ms", "min", 1},
                   {"dense_scaled", "*", 0},
                   {"update_ms", "of it update ms", 1}};
  const WholePass whole(*subject.model);
  std::vector<Step> steps;
  const std::vector<std::int64_t> lengths = subject.lengthsOr({512, 2048, 8192, 32768});
  for (const std::int64_t tokens : lengths) steps.push_back(trainStep(subject, whole, tokens));
  // Last, since it moves the weights.
  const Timing update = timeUpdate(subject);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const double sparse = steps[i].sparse.median + update.median;
    const double dense = steps[i].dense.median + update.median;
    const double tokens = static_cast<double>(lengths[i]) * 1000;
    table.rows.push_back({lengths[i], steps[i].gapTokens, tokens / sparse, tokens / dense, dense / sparse, sparse,
                          steps[i].sparse.least + update.least, dense, steps[i].dense.least + update.least,
                          lengths[i] > kLongestTrained, update.median});
  }
  return table;
}

}  // namespace lacuna::engine

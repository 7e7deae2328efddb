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

// Forward and backward, without the update.
struct Step {
  Timing sparse;
  Timing dense;
  Timing diffuSeq;
  std::int64_t gapTokens = 0;
};

// Full attention over all rows; the loss is over the last `scored` of them.
Timing denseStep(const BenchSubject& subject, std::int64_t tokens, std::int64_t scored) {
  const WholePass whole(*subject.model);
  const auto target_S = torch::randint(5, subject.config.vocabulary, {scored}, torch::kInt64);
  const auto rows = [&, known = torch::randint(5, subject.config.vocabulary, {tokens - scored}, torch::kInt64),
                     noised_SW = torch::randn({scored, subject.config.width})] {
    return torch::cat({subject.model->embed(known), noised_SW});
  };
  const auto head = [&](const torch::Tensor& hidden_TW) {
    subject.model->tokenLoss(hidden_TW.narrow(0, tokens - scored, scored), target_S).mean().backward();
    clearGradients(subject);
  };
  if (tokens <= kLongestTrained) return timeRuns([&] { head(whole.dense(rows())); }, subject.timing);
  return timeDenseParts(subject, whole, tokens, Direction::kForwardAndBackward) +
         timeRuns([&] { head(rows()); }, subject.timing);
}

// As many parameters, all of them in every token's way: a plain feed-forward in place of the experts, no globals.
ModelConfig diffuSeqOf(const ModelConfig& config) {
  ModelConfig plain = config;
  plain.name = "DiffuSeq-v2, dense";
  plain.noise = "diffuseq";
  plain.reading = Reading::kTwoWay;
  plain.chunk = 0;
  plain.globals = 0;
  std::int64_t hidden = 0;  // of all layers
  for (int layer = 0; layer < config.layers; ++layer)
    hidden += config.isMixture(layer) ? config.experts * config.expertHidden + config.sharedHidden : config.denseHidden;
  plain.experts = 0;
  plain.expertsPerToken = 1;
  plain.denseHidden = static_cast<int>(hidden / config.layers);
  return plain;
}

Step trainStep(const BenchSubject& subject, const BenchSubject& diffuSeq, std::int64_t tokens) {
  const ModelConfig& config = subject.config;
  const Denoiser& model = *subject.model;
  const Layout layout = alternating(config, tokens);
  const auto contexts = static_cast<std::int64_t>(layout.documents.front().contextCount);
  const auto context_C = torch::randint(5, config.vocabulary, {contexts}, torch::kInt64);
  const std::int64_t noised = layout.filling() / 2;
  const auto target_N = torch::randint(5, config.vocabulary, {noised}, torch::kInt64);
  const auto state_FW = torch::randn({layout.filling(), config.width});
  Step result;
  result.gapTokens = layout.filling();
  subject.note("train, " + std::to_string(tokens) + " tokens: sparse");
  result.sparse = timeRuns(
      [&] {
        const StreamPlan readPlan = makeReadPlan(config, layout);
        const FillPlan fillPlan = makeFillPlan(config, layout);
        const KeyValues reading = model.prefill(model.readingInput(layout, context_C), readPlan, nullptr);
        const auto hidden = model.denoise(state_FW, model.prepare(reading, fillPlan), fillPlan, nullptr);
        model.tokenLoss(hidden.narrow(0, 0, noised), target_N).mean().backward();
        clearGradients(subject);
      },
      subject.timing);
  subject.note("train, " + std::to_string(tokens) + " tokens: dense");
  result.dense = denseStep(subject, tokens, noised);
  subject.note("train, " + std::to_string(tokens) + " tokens: DiffuSeq");
  result.diffuSeq = denseStep(diffuSeq, tokens, layout.filling());
  return result;
}

// Knows nothing of attention.
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
      "Forward, backward and the optimiser's update over one document, half of it in gaps of 32 tokens, half of "
      "whose tokens are noised and count. Dense: the same weights with full attention over all rows. DiffuSeq: dense "
      "DiffuSeq-v2 of as many parameters, a plain feed-forward in place of the experts; all of its gaps' tokens count. "
      "Marked *, a part of both was timed and scaled.";
  table.columns = {{"document_tokens", "document", 0},
                   {"gap_tokens", "gap tokens", 0},
                   {"sparse_tokens_per_s", "sparse tokens/s", 0},
                   {"dense_tokens_per_s", "dense tokens/s", 0},
                   {"ratio", "sparse/dense", 2},
                   {"diffuseq_tokens_per_s", "DiffuSeq tokens/s", 0},
                   {"diffuseq_ratio", "sparse/DiffuSeq", 2},
                   {"sparse_ms", "sparse ms", 1},
                   {"sparse_min_ms", "min", 1},
                   {"dense_ms", "dense ms", 1},
                   {"dense_min_ms", "min", 1},
                   {"dense_scaled", "*", 0},
                   {"update_ms", "of it update ms", 1},
                   {"diffuseq_ms", "DiffuSeq ms", 1},
                   {"diffuseq_update_ms", "of it update ms", 1}};
  Denoiser plain = makeRandomModel(diffuSeqOf(subject.config), 1);
  BenchSubject diffuSeq = subject;
  diffuSeq.config = plain.config();
  diffuSeq.model = &plain;
  std::vector<Step> steps;
  const std::vector<std::int64_t> lengths = subject.lengthsOr({512, 2048, 8192, 32768});
  for (const std::int64_t tokens : lengths) steps.push_back(trainStep(subject, diffuSeq, tokens));
  // Last, since it moves the weights.
  const Timing update = timeUpdate(subject);
  const Timing plainUpdate = timeUpdate(diffuSeq);
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const double sparse = steps[i].sparse.median + update.median;
    const double dense = steps[i].dense.median + update.median;
    const double other = steps[i].diffuSeq.median + plainUpdate.median;
    const double tokens = static_cast<double>(lengths[i]) * 1000;
    table.rows.push_back({lengths[i], steps[i].gapTokens, tokens / sparse, tokens / dense, dense / sparse,
                          tokens / other, other / sparse, sparse, steps[i].sparse.least + update.least, dense,
                          steps[i].dense.least + update.least, lengths[i] > kLongestTrained, update.median, other,
                          plainUpdate.median});
  }
  return table;
}

}  // namespace lacuna::engine

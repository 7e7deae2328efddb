// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/inspection/views.h"

namespace lacuna::engine {
namespace {

// Counts of choices: each token counts once for each of its experts.
struct LayerCounts {
  std::array<std::vector<double>, kTokenClasses> known;  // [class][expert], clean text
  std::vector<double> masked;                            // [expert], tokens under the mask
  double entropy = 0;                                    // of the router over clean tokens, sum of nats
  double maskedEntropy = 0;
  double tokens = 0;
  double maskedTokens = 0;
};

double sumOf(const std::vector<double>& counts) {
  double sum = 0;
  for (const double count : counts) sum += count;
  return sum;
}

double entropyOf(const std::vector<double>& counts) {
  const double sum = sumOf(counts);
  double entropy = 0;
  for (const double count : counts) {
    if (count > 0) entropy -= count / sum * std::log(count / sum);
  }
  return entropy;
}

std::vector<double> overClasses(const LayerCounts& layer) {
  std::vector<double> total(layer.masked.size());
  for (const auto& counts : layer.known) {
    for (std::size_t e = 0; e < counts.size(); ++e) total[e] += counts[e];
  }
  return total;
}

// Nats that knowing a token's class tells about its experts.
double sharedInformation(const LayerCounts& layer) {
  const double sum = sumOf(overClasses(layer));
  double within = 0;
  for (const auto& counts : layer.known) within += sum > 0 ? sumOf(counts) / sum * entropyOf(counts) : 0;
  return std::max(0.0, entropyOf(overClasses(layer)) - within);
}

void addChoices(const Subject& subject, const ReadStretch& stretch, const FillProbe& probe, bool masked,
                std::vector<LayerCounts>* layers) {
  const auto first = stretch.cut.first + static_cast<std::size_t>(stretch.cut.gap);
  for (std::size_t layer = 0; layer < layers->size(); ++layer) {
    const ExpertChoice& choice = probe.choices()[layer];
    const auto logProbability_TE = choice.logits_TE.log_softmax(-1);
    const auto entropy_T = -(logProbability_TE.exp() * logProbability_TE).sum(-1);
    const auto expert = choice.expert_TK.accessor<std::int64_t, 2>();
    LayerCounts& counts = (*layers)[layer];
    for (std::int64_t t = 0; t < choice.expert_TK.size(0); ++t) {
      const auto kind = static_cast<std::size_t>(subject.classes[first + static_cast<std::size_t>(t)]);
      if (kind >= kTokenClasses) continue;
      std::vector<double>& row = masked ? counts.masked : counts.known[kind];
      for (std::int64_t k = 0; k < choice.expert_TK.size(1); ++k) row[static_cast<std::size_t>(expert[t][k])] += 1;
      (masked ? counts.maskedEntropy : counts.entropy) += entropy_T[t].item<double>();
      (masked ? counts.maskedTokens : counts.tokens) += 1;
    }
  }
}

Table byClass(const ModelConfig& config, const std::vector<LayerCounts>& layers) {
  Table table;
  table.name = "expert_classes";
  table.title = "Experts by class of token";
  table.note =
      "Share of a class's choices that falls on each expert, clean text. Lift: the favourite's share against "
      "its share of all tokens; 1 is no preference.";
  table.columns = {{"layer", "layer", 0},
                   {"class", "class", 0},
                   {"tokens", "tokens", 0},
                   {"favourite", "favourite", 0},
                   {"lift", "lift", 2}};
  for (int e = 0; e < config.experts; ++e)
    table.columns.push_back({"expert_" + std::to_string(e), "e" + std::to_string(e), 2});
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    const std::vector<double> all = overClasses(layers[layer]);
    for (std::size_t kind = 0; kind < kTokenClasses; ++kind) {
      const std::vector<double>& counts = layers[layer].known[kind];
      const double sum = sumOf(counts);
      if (sum == 0) continue;
      const auto best = static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
      std::vector<Cell> row = {static_cast<std::int64_t>(layer) + config.denseLayers,
                               std::string(kTokenClassNames[kind]),
                               static_cast<std::int64_t>(sum / config.expertsPerToken), static_cast<std::int64_t>(best),
                               counts[best] / sum / (all[best] / sumOf(all))};
      for (const double count : counts) row.emplace_back(count / sum);
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

struct Use {
  std::vector<double> counts;  // per expert
  double entropy = 0;          // sum over tokens
  double tokens = 0;
  double told = kNotMeasured;  // by class
};

Table byUse(const ModelConfig& config, const std::vector<LayerCounts>& layers) {
  Table table;
  table.name = "expert_layers";
  table.title = "Use of the experts";
  table.note =
      "Router entropy: nats a token, at most ln(experts). Effective: exp of the entropy of the load. Dead: "
      "experts that no token chose. Told by class: nats that a token's class tells about its experts.";
  table.columns = {{"layer", "layer", 0},         {"text", "text", 0},
                   {"tokens", "tokens", 0},       {"router_entropy", "router entropy", 3},
                   {"effective", "effective", 2}, {"highest", "highest", 3},
                   {"lowest", "lowest", 3},       {"variation", "variation", 3},
                   {"dead", "dead", 0},           {"told_by_class", "told by class", 3}};
  const auto add = [&](std::size_t layer, const std::string& text, const Use& use) {
    const std::vector<double>& counts = use.counts;
    const double sum = sumOf(counts);
    if (sum == 0) return;
    const double mean = sum / static_cast<double>(counts.size());
    double variance = 0;
    for (const double count : counts) variance += (count - mean) * (count - mean) / static_cast<double>(counts.size());
    table.rows.push_back({static_cast<std::int64_t>(layer) + config.denseLayers, text,
                          static_cast<std::int64_t>(use.tokens), use.entropy / use.tokens, std::exp(entropyOf(counts)),
                          *std::max_element(counts.begin(), counts.end()) / sum,
                          *std::min_element(counts.begin(), counts.end()) / sum, std::sqrt(variance) / mean,
                          static_cast<std::int64_t>(std::count(counts.begin(), counts.end(), 0.0)), use.told});
  };
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    const LayerCounts& counts = layers[layer];
    add(layer, "clean", {overClasses(counts), counts.entropy, counts.tokens, sharedInformation(counts)});
    add(layer, "masked", {counts.masked, counts.maskedEntropy, counts.maskedTokens});
  }
  return table;
}

}  // namespace

std::vector<Table> viewExperts(const Subject& subject) {
  const ModelConfig& config = subject.model->config();
  std::vector<LayerCounts> layers;
  for (int i = 0; i < config.layers; ++i) {
    if (!config.isMixture(i)) continue;
    LayerCounts counts;
    for (auto& row : counts.known) row.resize(static_cast<std::size_t>(config.experts));
    counts.masked.resize(static_cast<std::size_t>(config.experts));
    layers.push_back(std::move(counts));
  }
  if (!layers.empty()) {
    // Half of each stretch is the gap: the more tokens, the more there is to count.
    const int size = subject.job.contextTokens + subject.job.gapTokens;
    for (const Cut& cut : cutStretches(subject, size, size / 2)) {
      const ReadStretch stretch = readStretch(subject, cut, config);
      const auto none_F = torch::zeros({cut.length}, torch::kBool);
      FillProbe probe;
      look(subject, stretch, {{}, none_F, 0, nullptr, &probe});
      addChoices(subject, stretch, probe, false, &layers);
      look(subject, stretch, {{}, none_F.logical_not(), 0, nullptr, &probe});
      addChoices(subject, stretch, probe, true, &layers);
    }
  }
  return {byClass(config, layers), byUse(config, layers)};
}

}  // namespace lacuna::engine

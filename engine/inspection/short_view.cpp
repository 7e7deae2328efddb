// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/attention/attend.h"
#include "engine/inspection/views.h"

namespace lacuna::engine {
namespace {

constexpr int kLengths[] = {16, 32, 64, 128, 256, 512, 1024};

// Windows of everything, every place: who sees whom is then decided by the two streams alone.
ModelConfig withFullWindows(ModelConfig config, int size) {
  for (HeadGroup& group : config.heads) {
    group.contextWindow = group.gapWindow = size;
    group.contextDilation = 1;
    group.gapDilations = {1};
  }
  config.chunkReach = std::max(config.chunkReach, size);
  return config;
}

ModelConfig withoutDilation(ModelConfig config) {
  for (HeadGroup& group : config.heads) {
    group.contextDilation = 1;
    group.gapDilations = {1};
  }
  return config;
}

// The window's own code against the plain matrix, on random heads of the model's shape. NaN where the window does not
// cover the text.
double windowDifference(const ModelConfig& config, int size) {
  double most = kNotMeasured;
  for (const HeadGroup& group : config.heads) {
    if (size > group.contextWindow + 1) continue;
    const torch::NoGradGuard noGrad;
    const Layout layout = makeLayout({{size, {}, 1}}, {0, 0});
    const auto q = torch::randn({size, group.heads, config.headSize});
    const auto k = torch::randn({size, group.keyHeads, config.headSize});
    const auto v = torch::randn({size, group.keyHeads, config.headSize});
    const Visibility rule{{group.contextWindow, 1}, {group.gapWindow, 1}, {0, false}};
    const auto sparse = attend(q, k, v, makePlan(layout, rule, {0, size, nullptr}));
    const auto dense = attendDense(q, k, v, torch::ones({size, size}, torch::kBool));
    most = std::max((sparse - dense).abs().max().item<double>(), std::isnan(most) ? 0.0 : most);
  }
  return most;
}

struct Differences {
  Score pattern;
  Score full;
  double logits = 0;
  double undilated = 0;
};

void compare(const Subject& subject, const Cut& cut, Differences* to) {
  const ModelConfig& config = subject.model->config();
  const auto ask = [&](const ModelConfig& pattern, Score* score) {
    const ReadStretch stretch = readStretch(subject, cut, pattern);
    const auto masked_F = maskAt(subject, stretch, 0.5);
    auto logits = look(subject, stretch, {{}, masked_F, 0, nullptr, nullptr});
    if (score != nullptr) score->add(logits, stretch.batch.target_F, masked_F);
    return logits;
  };
  const auto largest = [](const torch::Tensor& x) { return x.abs().max().item<double>(); };
  const auto own = ask(config, &to->pattern);
  const auto full = ask(withFullWindows(config, cut.size), &to->full);
  to->logits = std::max(to->logits, largest(own - full));
  to->undilated = std::max(to->undilated, largest(ask(withoutDilation(config), nullptr) - full));
}

}  // namespace

Table viewShortSequences(const Subject& subject) {
  Table table;
  table.name = "short_sequences";
  table.title = "Short texts: the pattern against full attention";
  table.note =
      "Window: largest difference between windowed attention and the plain matrix where the window covers all. "
      "NLL with the model's pattern and with full attention put in its place, half of the gap masked; largest "
      "difference of the logits, with the pattern and with its hops closed up.";
  table.columns = {{"tokens", "tokens", 0},
                   {"window_difference", "window", 8},
                   {"nll", "NLL", 4},
                   {"full_nll", "full NLL", 4},
                   {"nll_difference", "difference", 4},
                   {"logit_difference", "logits", 5},
                   {"undilated_logit_difference", "without hops", 5}};
  torch::manual_seed(subject.job.seed);
  for (const int size : kLengths) {
    if (static_cast<std::size_t>(size) > subject.tokens.size()) break;
    Differences found;
    for (const Cut& cut : cutStretches(subject, size, std::min(subject.job.gapTokens, size / 4)))
      compare(subject, cut, &found);
    table.rows.push_back({std::int64_t{size}, windowDifference(subject.model->config(), size), found.pattern.meanNll(),
                          found.full.meanNll(), found.full.meanNll() - found.pattern.meanNll(), found.logits,
                          found.undilated});
  }
  return table;
}

}  // namespace lacuna::engine

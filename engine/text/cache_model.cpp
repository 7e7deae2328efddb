// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/cache_model.h"

#include <algorithm>
#include <cmath>

namespace lacuna::engine {
namespace {

constexpr double kRarest = 1e-12;

bool isText(std::int64_t id) { return id >= kOwnControlCount; }

// Tokens between each place of the stream and the gap nearest to it.
std::vector<double> distances(const CacheContext& context) {
  std::vector<double> distance;
  std::size_t next = 0;
  for (std::size_t i = 0; i < context.ids.size(); ++i) {
    while (next < context.gaps.size() && context.gaps[next] < i) ++next;
    double nearest = static_cast<double>(context.ids.size());
    if (next < context.gaps.size()) nearest = static_cast<double>(context.gaps[next] - i);
    if (next > 0) nearest = std::min(nearest, static_cast<double>(i - context.gaps[next - 1]));
    distance.push_back(nearest);
  }
  return distance;
}

}  // namespace

CacheModel::CacheModel(int vocabulary) : words_V_(torch::zeros({vocabulary})) {}

CacheModel::CacheModel(const CacheOptions& options, const torch::Tensor& logFrequency_V, const CacheContext& context)
    : CacheModel(static_cast<int>(logFrequency_V.numel())) {
  const auto vocabulary = static_cast<std::size_t>(logFrequency_V.numel());
  const auto frequency_V = logFrequency_V.to(torch::kFloat64).exp().clamp_min(kRarest);
  const double* const p = frequency_V.const_data_ptr<double>();
  std::vector<double> count(vocabulary, 0.0);
  double total = 0;
  const std::vector<double> distance = distances(context);
  for (std::size_t i = 0; i < context.ids.size(); ++i) {
    if (!isText(context.ids[i])) continue;
    const double weight = 1.0 / (1.0 + distance[i] / options.nearness);
    count[static_cast<std::size_t>(context.ids[i])] += weight;
    total += weight;
  }
  std::vector<double> q(vocabulary);
  for (std::size_t id = 0; id < vocabulary; ++id) {
    q[id] = (count[id] + options.wordsPrior * p[id]) / (total + options.wordsPrior);
    words_V_.data_ptr<float>()[id] = static_cast<float>(options.words * std::log(q[id] / p[id]));
  }
  if (options.pairs <= 0) return;
  right_ = pairsOf(options, context, q, Side::kRight);
  left_ = pairsOf(options, context, q, Side::kLeft);
}

CacheModel::Pairs CacheModel::pairsOf(const CacheOptions& options, const CacheContext& context,
                                      const std::vector<double>& q, Side asked) {
  const std::size_t to = asked == Side::kRight ? 1 : 0;
  std::vector<std::vector<TokenId>> beside(q.size());
  for (std::size_t i = 0; i + 1 < context.ids.size(); ++i) {
    if (!isText(context.ids[i]) || !isText(context.ids[i + 1])) continue;
    beside[static_cast<std::size_t>(context.ids[i + 1 - to])].push_back(static_cast<TokenId>(context.ids[i + to]));
  }
  Pairs pairs;
  for (std::vector<TokenId>& words : beside) {
    pairs.begins.push_back(pairs.bonuses.size());
    std::sort(words.begin(), words.end());
    for (auto word = words.begin(); word != words.end();) {
      const auto end = std::upper_bound(word, words.end(), *word);
      const double share = static_cast<double>(end - word) / (static_cast<double>(words.size()) + options.pairsPrior);
      const double logit = options.pairs * std::log1p(share / q[static_cast<std::size_t>(*word)]);
      pairs.bonuses.push_back({*word, static_cast<float>(logit)});
      word = end;
    }
  }
  pairs.begins.push_back(pairs.bonuses.size());
  return pairs;
}

CacheModel::Bonuses CacheModel::of(const Pairs& pairs, TokenId neighbour) {
  if (neighbour < 0 || pairs.begins.empty()) return {};
  const auto at = static_cast<std::size_t>(neighbour);
  return Bonuses(pairs.bonuses).subspan(pairs.begins[at], pairs.begins[at + 1] - pairs.begins[at]);
}

std::vector<CacheModel::PlaceBonuses> CacheModel::bonuses(const std::vector<Gap>& gaps) const {
  std::vector<PlaceBonuses> places;
  for (const Gap& gap : gaps) {
    for (std::size_t i = 0; i < gap.tokens.size(); ++i) {
      const TokenId left = i == 0 ? gap.before : gap.tokens[i - 1];
      const TokenId right = i + 1 == gap.tokens.size() ? gap.after : gap.tokens[i + 1];
      places.push_back({rightOf(left), leftOf(right)});
    }
  }
  return places;
}

void addBonuses(const CacheModel::PlaceBonuses& bonuses, float* logits_V) {
  for (const CacheModel::Bonuses& side : bonuses) {
    for (const auto& [id, logit] : side) logits_V[id] += logit;
  }
}

}  // namespace lacuna::engine

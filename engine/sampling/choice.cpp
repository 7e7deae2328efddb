// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/choice.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace lacuna::engine {
namespace {

using Counts = std::map<std::vector<TokenId>, int>;

Counts countRuns(const std::vector<TokenId>& tokens, std::ptrdiff_t length) {
  Counts counts;
  for (auto first = tokens.begin(); tokens.end() - first >= length; ++first) ++counts[{first, first + length}];
  return counts;
}

double f1(const Counts& one, const Counts& other) {
  int shared = 0;
  int total = 0;
  for (const auto& [run, count] : one) {
    const auto found = other.find(run);
    if (found != other.end()) shared += std::min(count, found->second);
    total += count;
  }
  for (const auto& [run, count] : other) total += count;
  return total == 0 ? 0.0 : 2.0 * shared / total;
}

}  // namespace

double overlap(const std::vector<TokenId>& one, const std::vector<TokenId>& other) {
  const double tokens = f1(countRuns(one, 1), countRuns(other, 1));
  if (one.size() < 2 || other.size() < 2) return tokens;
  return 0.5 * (tokens + f1(countRuns(one, 2), countRuns(other, 2)));
}

std::vector<double> consensus(const std::vector<std::vector<TokenId>>& fills) {
  std::vector<double> gain(fills.size(), 0.0);
  if (fills.size() < 2) return gain;
  for (std::size_t a = 0; a < fills.size(); ++a) {
    for (std::size_t b = 0; b < fills.size(); ++b) gain[a] += a == b ? 0.0 : overlap(fills[a], fills[b]);
    gain[a] /= static_cast<double>(fills.size() - 1);
  }
  return gain;
}

std::vector<int> rankedByValue(const std::vector<double>& values) {
  std::vector<int> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return values[static_cast<std::size_t>(a)] > values[static_cast<std::size_t>(b)];
  });
  return order;
}

}  // namespace lacuna::engine

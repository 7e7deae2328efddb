// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/bootstrap.h"

#include <algorithm>
#include <cmath>

#include <numeric>

#include "engine/diffusion/random.h"
#include "engine/table.h"

namespace lacuna::engine {
namespace {

constexpr int kResamples = 1000;

}  // namespace

Interval bootstrap(std::size_t blanks, std::uint64_t seed, const std::function<double(const Draw&)>& statistic) {
  if (blanks == 0) return {kNotMeasured, kNotMeasured, kNotMeasured};
  Draw draw(blanks);
  std::iota(draw.begin(), draw.end(), std::size_t{0});
  Interval interval;
  interval.value = statistic(draw);
  Random random(seed, blanks, 5);
  std::vector<double> values;
  for (int i = 0; i < kResamples; ++i) {
    for (std::size_t& one : draw)
      one = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(blanks) - 1));
    const double value = statistic(draw);
    if (!std::isnan(value)) values.push_back(value);
  }
  if (values.empty()) return {interval.value, kNotMeasured, kNotMeasured};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  interval.low = at(0.025);
  interval.high = at(0.975);
  return interval;
}

double meanOver(const Draw& draw, const std::vector<double>& values) {
  return ratioOver(draw, values, std::vector<double>(values.size(), 1.0));
}

double ratioOver(const Draw& draw, const std::vector<double>& values, const std::vector<double>& weights) {
  double sum = 0;
  double whole = 0;
  for (const std::size_t i : draw) {
    if (std::isnan(values[i])) continue;
    sum += values[i];
    whole += weights[i];
  }
  return whole > 0 ? sum / whole : kNotMeasured;
}

Interval ratioDifference(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& weights,
                         std::uint64_t seed) {
  return bootstrap(a.size(), seed,
                   [&](const Draw& draw) { return ratioOver(draw, a, weights) - ratioOver(draw, b, weights); });
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Bootstrap intervals over blanks (Efron 1979; paired: Koehn 2004). The resampled blanks are a function of (seed,
// count) alone, so two rows over the same blanks are resampled alike and their difference is paired.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace lacuna::engine {

struct Interval {
  double value = 0;  // over all blanks
  double low = 0;    // 95 % of the resampled values lie between low and high
  double high = 0;
};

// Indices of the blanks drawn, with repetition.
using Draw = std::vector<std::size_t>;

// Throws nothing; `statistic` is called once with every blank once, then with 1000 draws. Over no blanks all is NaN.
Interval bootstrap(std::size_t blanks, std::uint64_t seed, const std::function<double(const Draw&)>& statistic);

// Means of per-blank values; weighted: sum of values over sum of weights. NaN values are left out with their weights.
double meanOver(const Draw& draw, const std::vector<double>& values);
double ratioOver(const Draw& draw, const std::vector<double>& values, const std::vector<double>& weights);
// ratioOver(a) less ratioOver(b), paired over the same blanks.
Interval ratioDifference(const std::vector<double>& a, const std::vector<double>& b, const std::vector<double>& weights,
                         std::uint64_t seed);

}  // namespace lacuna::engine

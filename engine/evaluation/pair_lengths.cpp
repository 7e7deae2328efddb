// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/pair_lengths.h"

#include <algorithm>
#include <cmath>

namespace lacuna::engine {

PairLengths::PairLengths(const TokenizedCorpus& train) {
  for (std::size_t pair = 0; pair < train.targets.size(); ++pair) {
    const auto source = static_cast<double>(train.targets[pair] - train.starts[pair]);
    ratios_.push_back(static_cast<double>(train.starts[pair + 1] - train.targets[pair]) / std::max(1.0, source));
  }
  if (ratios_.empty()) {
    for (int i = 0; i <= 20; ++i) ratios_.push_back(0.8 + 0.02 * i);
  }
  std::sort(ratios_.begin(), ratios_.end());
}

std::vector<int> PairLengths::likely(int sourceTokens, int count) const {
  std::vector<int> lengths;
  for (int i = 0; i < count; ++i) {
    const double share = (i + 0.5) / count;
    const double ratio = ratios_[static_cast<std::size_t>(share * static_cast<double>(ratios_.size()))];
    lengths.push_back(std::clamp(static_cast<int>(std::lround(ratio * sourceTokens)), 1, 512));
  }
  return lengths;
}

}  // namespace lacuna::engine

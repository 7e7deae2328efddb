// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/rouge.h"

#include <algorithm>

namespace lacuna::engine {

double rougeL(const WordList& fill, const WordList& reference) {
  if (fill.empty() || reference.empty()) return 0.0;
  std::vector<std::size_t> longest(reference.size() + 1, 0);  // common to what was seen of the fill, up to each word
  for (const std::string& word : fill) {
    std::size_t diagonal = 0;
    for (std::size_t j = 1; j <= reference.size(); ++j) {
      const std::size_t above = longest[j];
      longest[j] = word == reference[j - 1] ? diagonal + 1 : std::max(above, longest[j - 1]);
      diagonal = above;
    }
  }
  const auto common = static_cast<double>(longest.back());
  // 2PR / (P + R), with P and R over the two lengths.
  return 2.0 * common / static_cast<double>(fill.size() + reference.size());
}

}  // namespace lacuna::engine

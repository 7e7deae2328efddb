// SPDX-License-Identifier: GPL-3.0-or-later
// Runs of n neighbours, counted.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

namespace lacuna::engine {

template <class Item>
std::map<std::vector<Item>, std::int64_t> countNgrams(const std::vector<Item>& items, int n) {
  std::map<std::vector<Item>, std::int64_t> counts;
  for (auto first = items.begin(); items.end() - first >= n; ++first) ++counts[std::vector<Item>(first, first + n)];
  return counts;
}

}  // namespace lacuna::engine

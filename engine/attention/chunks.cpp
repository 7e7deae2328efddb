// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/chunks.h"

#include <algorithm>

#include "engine/diffusion/random.h"

namespace lacuna::engine {
namespace {

constexpr int kLongest = 3;  // in chunks: a longer stretch without a cut is cut evenly

}  // namespace

std::vector<std::int32_t> cutChunks(std::span<const std::int64_t> tokens, int chunk) {
  const auto size = static_cast<std::int32_t>(tokens.size());
  if (size == 0 || chunk < 2) return {};
  std::vector<std::uint64_t> weight(tokens.size());
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    weight[i] = Random(static_cast<std::uint64_t>(tokens[i - 1]), static_cast<std::uint64_t>(tokens[i])).next();
  }
  const std::int32_t reach = chunk / 2;
  const auto isCut = [&](std::int32_t at) {
    const auto of = [&](std::int32_t i) { return weight[static_cast<std::size_t>(i)]; };
    for (std::int32_t i = std::max(1, at - reach); i < at; ++i) {
      if (of(i) >= of(at)) return false;
    }
    for (std::int32_t i = at + 1; i <= std::min(size - 1, at + reach); ++i) {
      if (of(i) > of(at)) return false;
    }
    return true;
  };
  std::vector<std::int32_t> starts = {0};
  const auto cutAt = [&](std::int32_t next) {
    const std::int32_t first = starts.back();
    const std::int32_t pieces = next - first > kLongest * chunk ? (next - first + chunk - 1) / chunk : 1;
    for (std::int32_t i = 1; i < pieces; ++i) {
      starts.push_back(first + static_cast<std::int32_t>(static_cast<std::int64_t>(next - first) * i / pieces));
    }
  };
  for (std::int32_t at = 1; at < size; ++at) {
    if (!isCut(at)) continue;
    cutAt(at);
    starts.push_back(at);
  }
  cutAt(size);
  return starts;
}

}  // namespace lacuna::engine

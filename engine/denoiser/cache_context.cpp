// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/cache_context.h"

#include <utility>

namespace lacuna::engine {

CacheContext cacheContext(std::span<const std::int64_t> ids, const std::vector<GapPlace>& gaps) {
  CacheContext context{ids, {}};
  for (const GapPlace& gap : gaps) context.gaps.push_back(static_cast<std::size_t>(gap.marker));
  return context;
}

CacheModel::Gap cacheGap(std::span<const std::int64_t> ids, const GapPlace& gap, std::vector<TokenId> tokens) {
  const auto marker = static_cast<std::size_t>(gap.marker);
  CacheModel::Gap made;
  if (marker > 0) made.before = static_cast<TokenId>(ids[marker - 1]);
  if (marker + 1 < ids.size()) made.after = static_cast<TokenId>(ids[marker + 1]);
  made.tokens = std::move(tokens);
  return made;
}

}  // namespace lacuna::engine

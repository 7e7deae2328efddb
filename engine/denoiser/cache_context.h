// SPDX-License-Identifier: GPL-3.0-or-later
// What a cache model (text/cache_model.h) is told of a context stream with gaps.
#pragma once

#include <span>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/text/cache_model.h"

namespace lacuna::engine {

// ids outlive the result.
CacheContext cacheContext(std::span<const std::int64_t> ids, const std::vector<GapPlace>& gaps);

// tokens: of the gap, which may have changed its length since it was placed; -1 where one is not known.
CacheModel::Gap cacheGap(std::span<const std::int64_t> ids, const GapPlace& gap, std::vector<TokenId> tokens);

}  // namespace lacuna::engine

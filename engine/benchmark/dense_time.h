// SPDX-License-Identifier: GPL-3.0-or-later
// How long full attention over a whole document takes, without waiting for all of it.
#pragma once

#include "engine/benchmark/sections.h"
#include "engine/benchmark/whole_pass.h"

namespace lacuna::engine {

constexpr std::int64_t kPairsTimed = 64LL << 20U;  // query-key pairs that a timed call of dense attention looks at

enum class Direction { kForward, kForwardAndBackward };

// All layers over `tokens` rows that all see each other, without embedding and head. One layer of each kind is timed
// and multiplied, its attention by a part of the queries against all keys: attention without a mask costs the same for
// every query, so this is a product of measured times, not a model of them.
Timing timeDenseParts(const BenchSubject& subject, const WholePass& whole, std::int64_t tokens, Direction direction);

}  // namespace lacuna::engine

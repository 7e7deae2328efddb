// SPDX-License-Identifier: GPL-3.0-or-later
// The walks over one row of logits, two instead of the nine of a softmax, a top-k and an entropy by tensors. Compiled
// with the machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: V vocabulary, G groups.
#pragma once

#include <cstdint>

namespace lacuna::engine {

// The first walk: x += bars (bars may be null). most_G: the greatest of the tokens i, i + G, i + 2 G, .. of each group;
// G is a multiple of 8 and at most V. Returns the greatest of all.
float barAndGroup(float* x_V, const float* bars_V, std::int64_t count, float* most_G, std::int64_t groups);

struct VocabularySums {
  float weights = 0;         // sum of exp(x - greatest)
  float weightedLogits = 0;  // sum of exp(x - greatest) (x - greatest); what weighs nothing adds nothing
  std::int64_t found = 0;
};

// The second: the sums, and the tokens with x >= threshold, ascending. found_V has room for all.
VocabularySums sumAndFind(const float* x_V, std::int64_t count, float greatest, float threshold, std::int32_t* found_V);

}  // namespace lacuna::engine

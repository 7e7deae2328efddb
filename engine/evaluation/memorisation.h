// SPDX-License-Identifier: GPL-3.0-or-later
// How much of a text stands word for word in the training set.
#pragma once

#include <vector>

#include "engine/text/corpus.h"

namespace lacuna::engine {

// For each text, which of its runs of n tokens occur in the corpus (each text's runs in order; none for a shorter one).
// One pass over the corpus; memory in proportion to the texts. Exact but for 64-bit hashes. n: 1..64.
std::vector<std::vector<bool>> foundInCorpus(const std::vector<std::vector<TokenId>>& texts,
                                             const TokenizedCorpus& corpus, int n);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "engine/evaluation/words.h"

namespace lacuna::engine {

// Minimum Bayes risk (Kumar and Byrne 2004) as DiffuSeq chooses: the candidate whose sentenceBleu() against all others,
// each taken as the reference, sums to the most; the first of equals. At least one candidate.
std::size_t leastRisk(const std::vector<WordList>& candidates);

}  // namespace lacuna::engine

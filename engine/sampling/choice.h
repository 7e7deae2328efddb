// SPDX-License-Identifier: GPL-3.0-or-later
// Which candidate comes first.
#pragma once

#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// How much two fills of one gap have in common, 0..1: the mean of the F1 scores over their tokens and over their pairs
// of neighbours, each counted as often as it occurs. Fills shorter than two tokens are compared by tokens alone.
double overlap(const std::vector<TokenId>& one, const std::vector<TokenId>& other);

// Minimum Bayes risk (Kumar and Byrne 2004; in DiffuSeq, arXiv:2210.08933, section 3.2, with BLEU): the mean overlap of
// each of a gap's fills with all others, 0..1. One alone gets 0.
std::vector<double> consensus(const std::vector<std::vector<TokenId>>& fills);

// Indices of the values, highest first; equal values keep their order.
std::vector<int> rankedByValue(const std::vector<double>& values);

}  // namespace lacuna::engine

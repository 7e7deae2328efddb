// SPDX-License-Identifier: GPL-3.0-or-later
// How much fills repeat: each other, and themselves. WordList as splitWords() divides them. All shares are 0..1; NaN
// where no fill is long enough to have an n-gram.
#pragma once

#include "engine/evaluation/words.h"

namespace lacuna::engine {

// distinct-n (Li et al. 2016): different n-grams of all texts together over all their n-grams.
double distinctOverall(const std::vector<WordList>& texts, int n);

// DiffuSeq's dist-n: the mean over the texts of each one's own share of different n-grams; texts too short are left
// out.
double distinctWithin(const std::vector<WordList>& texts, int n);

// DiffuSeq's div-4 for one source: different 4-grams of all its candidates over all their 4-grams.
inline double diversity4(const std::vector<WordList>& candidates) { return distinctOverall(candidates, 4); }

// seq-rep-n (Welleck et al. 2020, arXiv:1908.04319): the share of a text's n-grams that it has said before, over all
// texts.
double repetition(const std::vector<WordList>& texts, int n);

}  // namespace lacuna::engine

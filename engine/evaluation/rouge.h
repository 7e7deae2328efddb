// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/evaluation/words.h"

namespace lacuna::engine {

// ROUGE-L (Lin 2004): the F1 score, 0..1, of the longest common subsequence, as rouge-score's "rougeL" without stemming
// computes it over rougeWords(). Zero when either has no words.
double rougeL(const WordList& fill, const WordList& reference);

}  // namespace lacuna::engine

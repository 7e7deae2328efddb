// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/mbr.h"

#include "engine/evaluation/bleu.h"

namespace lacuna::engine {

std::size_t leastRisk(const std::vector<WordList>& candidates) {
  std::size_t best = 0;
  double most = -1;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
      if (i != j) sum += sentenceBleu(countBleu(candidates[i], candidates[j]));
    }
    if (sum <= most) continue;
    most = sum;
    best = i;
  }
  return best;
}

}  // namespace lacuna::engine

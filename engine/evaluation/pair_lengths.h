// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/text/corpus.h"

namespace lacuna::engine {

// How long a target may be, from how long those of the training pairs were against their sources. A gap has a length
// before it has words; candidates of different lengths, of which the least risky is taken, stand in for the padding
// that DiffuSeq learns (after Ghazvininejad et al. 2019, arXiv:1904.09324, section 2.3).
class PairLengths {
 public:
  // Of pairs; of anything else: as long as the source, a fifth more or less.
  explicit PairLengths(const TokenizedCorpus& train);
  // `count` lengths in tokens, 1..512, spread evenly over what is likely for a source of so many tokens; ascending.
  std::vector<int> likely(int sourceTokens, int count) const;

 private:
  std::vector<double> ratios_;  // ascending
};

}  // namespace lacuna::engine

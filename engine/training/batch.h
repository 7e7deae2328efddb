// SPDX-License-Identifier: GPL-3.0-or-later
// What one training step sees: stretches of the corpus with gaps cut into them. A pure function of (corpus, options,
// seed, step), so a resumed run sees what the uninterrupted one would have seen.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/diffusion/random.h"
#include "engine/text/corpus.h"
#include "engine/training/streams.h"

namespace lacuna::engine {

// Lengths of the stretches of a step, each with its share of steps.
using LengthShares = std::vector<std::pair<int, double>>;

struct BatchOptions {
  int tokens = 4096;  // a step, gaps included
  LengthShares lengths = {{512, 0.7}, {1024, 0.15}, {2048, 0.15}};
  // A curriculum: other lengths until that share of the run is over, ascending; then `lengths`.
  std::vector<std::pair<double, LengthShares>> stages;
  int longestGap = 64;       // most gaps: 1 .. longestGap, log-uniform
  double longGaps = 0.1;     // share of gaps up to four times as long
  double whole = 0.15;       // share of examples that are one gap: drafting without context
  double wordBorders = 0.8;  // share of gaps that begin and end between words
  // Gaps that change their length (after DreamOn): a blank whose target is ⟨expand⟩ stands for two
  // tokens, one whose target is ⟨delete⟩ for none. Shares of a gap's tokens, 0..0.5; both 0: no such blanks, and the
  // batches are those of a corruption without them.
  double expansions = 0.0;
  double deletions = 0.0;
  std::map<std::string, double> folderWeights;  // how often a subfolder's books are drawn, against 1 for the others
};

// Tokens [begin, end) of a corpus.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
};
// Of a book that is drawn in proportion to its length and its folder's weight, at a place in it; the whole book where
// it is shorter.
Stretch pickStretch(const TokenizedCorpus& corpus, int length, const std::map<std::string, double>& folderWeights,
                    Random& random);

// low .. high, the small ones as often as the large ones by their logarithm.
int logUniform(int low, int high, Random& random);

// Throws Error(kInvalidInput), naming the folder, where no book is long enough for one example.
void checkTrainable(const TokenizedCorpus& corpus, const std::string& where);

// REQUIRES: checkTrainable(). Of books: stretches with gaps cut into them. Of pairs: whole pairs, each with its target
// as the one gap. share: of the run that is over, 0..1, where there are stages.
Batch makeBatch(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const StreamOptions& stream,
                const BatchOptions& options, std::uint64_t seed, std::uint64_t step, double share = 1.0);

}  // namespace lacuna::engine

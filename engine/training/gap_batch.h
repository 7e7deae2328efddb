// SPDX-License-Identifier: GPL-3.0-or-later
// What one training step of an adapter sees: stretches of the corpus with gaps cut into them, and either runs that
// settle the gaps from left to right, or two complementary maskings of the gaps, which share one reading. Every token
// of a gap carries loss either way. A pure function of (corpus, options, seed, step).
#pragma once

#include <map>
#include <string>

#include "engine/base/gap_rows.h"
#include "engine/diffusion/random.h"
#include "engine/text/corpus.h"
#include "engine/training/batch.h"

namespace lacuna::engine {

struct GapBatchOptions {
  int tokens = 512;  // of text, a step: as many stretches of one length as that makes, one at least
  LengthShares lengths = {{192, 1}, {256, 1}, {320, 1}};
  double share = 0.36;        // of a stretch that is gaps, in the mean about nine tenths of it
  int longestGap = 48;        // gaps: 1 .. longestGap tokens, log-uniform
  double wordBorders = 0.85;  // share of gaps that begin and end between words, where one is near
  double open = 0.3;          // share of gaps whose length is open, where the adapter has a mark for them
  double inOrder = 0.75;      // share of steps that see runs from left to right
  double noisy = 0.15;        // share of looks whose absorbed tokens carry noise, of a strength from 0 to 1
  std::map<std::string, double> folderWeights;  // how often a subfolder's books are drawn, against 1 for the others
};

// The references outlive it.
struct GapSource {
  const TokenizedCorpus& corpus;
  const Tokenizer& tokenizer;
  const GapBatchOptions& options;
  GapMarks marks;
  std::int64_t width = 0;  // of the noise

  // REQUIRES: checkTrainable().
  GapRows make(std::uint64_t seed, std::uint64_t step) const;
  // For a held-out loss: one pass without noise, in which that share of the tokens is absorbed; or a run in order.
  GapRows makeHeldOut(std::uint64_t seed, std::uint64_t step, double share) const;
  GapRows makeHeldOutInOrder(std::uint64_t seed, std::uint64_t step) const;
  // The batches of a held-out loss by turns: runs in order, to the quarter as often as training sees them, else where
  // all, half and a tenth of the gaps' tokens are absorbed.
  GapRows makeHeldOutTurn(std::uint64_t seed, int batch) const;

 private:
  std::vector<GapText> draw(double open, Random* random) const;
};

}  // namespace lacuna::engine

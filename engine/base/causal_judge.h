// SPDX-License-Identifier: GPL-3.0-or-later
// What the frozen base, read from left to right, says of fills: log p(fill | left) + log p(what follows | left, fill).
// The gap stream proposes from both sides; the base, which was trained on far more text, tells which proposal reads on.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/base/chunk_reader.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

constexpr std::int32_t kJudgedAfter = 32;  // tokens of the text behind a gap

struct JudgedText {
  const std::vector<std::int64_t>& context;  // the context stream
  const DocumentPlan& plan;                  // its gaps and chunks
};

// [candidate][gap][token]
using FillsOfGaps = std::vector<std::vector<std::vector<TokenId>>>;

// Nats, one a candidate: the sum over its gaps. The left side of a gap is the reading of its chunk up to there, which
// the reader mostly has. Where fills of one gap differ in length, what they cost is brought to the mean length first,
// or the shortest would win. What betweenLayers throws passes through.
std::vector<double> judgeFills(const JudgedText& text, const FillsOfGaps& fills, const CausalBase& base,
                               ChunkReader* reader, const CausalBase::BetweenLayers& betweenLayers);

// What the base expects behind what stands in a gap so far, natural log-probabilities [V] for each asked place.
struct NextAsk {
  std::size_t gap = 0;
  std::vector<std::vector<TokenId>> fills;  // of the gaps up to this one, which ends where the asked token is to stand
};
torch::Tensor expectNext(const JudgedText& text, const std::vector<NextAsk>& asks, const CausalBase& base,
                         ChunkReader* reader);

}  // namespace lacuna::engine

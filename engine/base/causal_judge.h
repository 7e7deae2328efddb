// SPDX-License-Identifier: GPL-3.0-or-later
// What both say of fills: log p(fill) + twice log p(what follows | left, fill). What follows is the frozen base's to
// say, which was trained on far more text, and counts twice: once it does, fewer fills stop in the middle of a phrase
// that the text behind does not end (docs/evaluation.md). What a fill itself costs is half the base's, who reads its
// left side, and half the gap stream's, which proposed it and saw both sides. Less a half of what the words cost with
// nothing around them: what could stand anywhere is likely everywhere (maximum mutual information, Li et al. 2016,
// arXiv:1510.03055).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/base/chunk_reader.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

constexpr std::int32_t kJudgedAfter = 32;  // tokens of the text behind a gap
// Tokens from one gap to the next, up to which the fill of the first is read before the second, candidate by candidate.
// Farther away a gap stands there as its mark, as it does in the context stream: that reading all candidates share, and
// it does not change from step to step.
constexpr std::int32_t kNearGaps = 24;
constexpr std::int32_t kJudgedAtEnds = 16;  // of them, where a fill may end at several places

struct JudgedText {
  const std::vector<std::int64_t>& context;  // the context stream
  const DocumentPlan& plan;                  // its gaps and chunks
};

// [candidate][gap][token]
using FillsOfGaps = std::vector<std::vector<std::vector<TokenId>>>;

// [candidate][gap]: token counts at which the fill may end, ascending; without any it ends where it ends.
using EndsOfGaps = std::vector<std::vector<std::vector<std::size_t>>>;

// [candidate][gap][token]: natural log-probability of the token by the gap stream when it was settled; NaN: not known,
// then the base's counts alone. Empty: none is.
using OwnOfGaps = std::vector<std::vector<std::vector<float>>>;

constexpr float kBaseShare = 0.5F;   // of the base's voice in what a token costs, drawn or judged
constexpr double kAloneShare = 0.5;  // of what the words would cost by themselves, which is taken off
constexpr double kAfterWeight = 2;   // of what the text behind the fill costs, against the fill itself

struct JudgedFill {
  std::size_t tokens = 0;  // of the fill, up to the end that reads on best
  double value = 0;        // nats
  double alone = 0;        // natural log-probability of those tokens with nothing around them
};

// [gap][candidate]. The left side of a gap is the reading of its chunk up to there, which the reader mostly has. Where
// fills of one gap differ in length, what they cost is brought to the mean length first, or the shortest would win.
// What betweenLayers throws passes through.
std::vector<std::vector<JudgedFill>> judgeFills(const JudgedText& text, const FillsOfGaps& fills,
                                                const EndsOfGaps& ends, const OwnOfGaps& own, const CausalBase& base,
                                                ChunkReader* reader, const CausalBase::BetweenLayers& betweenLayers);

// What the base expects behind what stands in a gap so far.
struct NextAsk {
  std::size_t candidate = 0;
  std::size_t gap = 0;
  std::vector<std::vector<TokenId>> fills;  // of the gaps up to this one, which ends where the asked token is to stand
  TokenId end = -1;                         // says that the gap ends there: as likely as what stands behind it
};

// Asked step after step of one run: the text before a gap is read and laid out once, and of a candidate's own words
// those that were not there at the step before. The references outlive it. One thread.
class CausalVoice {
 public:
  // breaks: the tokens of which one stands behind a text that ends.
  CausalVoice(JudgedText text, std::vector<TokenId> breaks, const CausalBase& base, ChunkReader* reader);
  ~CausalVoice();
  // Natural log-probabilities [asks, V].
  torch::Tensor expect(const std::vector<NextAsk>& asks);

 private:
  struct Left;
  Left& leftOf(std::size_t gap);

  JudgedText text_;
  std::vector<TokenId> breaks_;
  const CausalBase& base_;
  ChunkReader* reader_;
  std::map<std::size_t, std::unique_ptr<Left>> left_;  // by gap
};

}  // namespace lacuna::engine

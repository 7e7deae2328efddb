// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines that a model must beat: token frequencies, and a trigram model that reads from both sides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/text/corpus.h"

namespace lacuna::engine {

// What is known around one masked position: the two tokens on either side, nearest first; -1 where masked or outside.
struct KnownTokens {
  TokenId left1 = -1;
  TokenId left2 = -1;
  TokenId right1 = -1;
  TokenId right2 = -1;
};

// The tokens of a corpus by their two neighbours on one side. Takes four bytes a token, and eight for each two that
// are neighbours somewhere.
class SortedNeighbours {
 public:
  enum class Side { kLeft, kRight };

  struct Count {
    TokenId word = 0;
    std::int32_t count = 0;
  };

  // between is called between the vocabulary's tokens; what it throws passes through.
  SortedNeighbours(const TokenStore& tokens, int vocabulary, Side side, const std::function<void()>& between);

  // Which tokens have these neighbours (further -1: any), and how often; each token once.
  std::vector<Count> counts(TokenId nearest, TokenId further) const;

 private:
  void place(const TokenStore& tokens, Side side);
  void countPairs(std::size_t nearest, std::vector<std::int32_t>* count);

  std::vector<std::size_t> begins_;      // [vocabulary + 1]: where each nearest token's entries begin
  std::vector<std::uint32_t> entries_;   // the further token, then the token itself: 16 bits each, ascending
  std::vector<std::size_t> pairBegins_;  // [vocabulary + 1], of pairs_
  std::vector<Count> pairs_;             // whatever the further token is
};

// P(w | l2 l1, r1 r2) ~ P(w | l2 l1) P(w | r1 r2) / P(w), each side a trigram with Witten-Bell back-off to bigram and
// unigram, as far as its neighbours are known.
class BidirectionalTrigram {
 public:
  // between: as SortedNeighbours has it.
  BidirectionalTrigram(const TokenizedCorpus& corpus, int vocabulary, const std::function<void()>& between = {});

  // Natural logarithms of a distribution over the vocabulary.
  std::vector<double> logDistribution(const KnownTokens& around) const;

 private:
  std::vector<double> from(const SortedNeighbours& side, TokenId nearest, TokenId further) const;

  std::vector<double> unigram_;
  SortedNeighbours left_;
  SortedNeighbours right_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines that a model must beat: token frequencies, and a trigram model that reads from both sides.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/text/corpus.h"

namespace lacuna::engine {

// What is known around one masked position: the two tokens on either side, nearest first; -1 where masked or outside.
struct Neighbours {
  TokenId left1 = -1;
  TokenId left2 = -1;
  TokenId right1 = -1;
  TokenId right2 = -1;
};

// P(w | l2 l1, r1 r2) ~ P(w | l2 l1) P(w | r1 r2) / P(w), each side a trigram with Witten-Bell back-off to bigram and
// unigram, as far as its neighbours are known. Only the histories that will be asked for are counted: one pass.
class BidirectionalTrigram {
 public:
  BidirectionalTrigram(const TokenizedCorpus& corpus, int vocabulary, const std::vector<Neighbours>& asked);

  // Natural logarithms of a distribution over the vocabulary.
  std::vector<double> logDistribution(const Neighbours& around) const;
  std::vector<double> logUnigram() const;

 private:
  struct Counts {
    std::unordered_map<TokenId, int> words;
    std::int64_t total = 0;
  };
  // Keyed by one or two tokens, nearest last. Most histories of a corpus are not asked for: a bit a hash says so
  // without a look into the map.
  class Table {
   public:
    Table() : maybe_(kBits + 1, false) {}
    void ask(std::uint64_t history);
    void count(std::uint64_t history, TokenId word);
    const Counts* find(std::uint64_t history) const;

   private:
    static constexpr std::uint64_t kBits = (1U << 20U) - 1;
    static std::uint64_t bitOf(std::uint64_t history) { return (history * 0x9E3779B97F4A7C15ULL >> 40U) & kBits; }
    std::unordered_map<std::uint64_t, Counts> counts_;
    std::vector<bool> maybe_;
  };

  static void interpolate(const Table& table, std::uint64_t history, std::vector<double>* distribution);

  std::vector<double> unigram_;
  Table left_;
  Table right_;
};

}  // namespace lacuna::engine

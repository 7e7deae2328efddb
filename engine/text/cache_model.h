// SPDX-License-Identifier: GPL-3.0-or-later
// A cache model: what a text says is said again in it. The words of the context, and which of them stood side by side,
// make tokens likelier than the denoiser alone finds them (Kuhn and De Mori 1990; the rescaling is that of dynamic
// marginals, Kneser, Peters and Klakow 1997). Nothing is trained but how frequent tokens are in ordinary text.
//
// A logit gets
//   words log q(w) / p(w)                                  q(w) = (c(w) + wordsPrior p(w)) / (n + wordsPrior)
//   pairs log(1 + c(l, w) / q(w) / (c(l) + pairsPrior))    for the left neighbour l, if known; the right likewise
// with p(w) of ordinary text, c(w) the context's tokens, each less the further it is from a gap, n their sum, and
// c(l, w) how often w stood right of l in the context. What a step costs depends on the vocabulary, not on the length
// of the context.
#pragma once

#include <torch/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct CacheOptions {
  double words = 0;          // strength; 0: there is no cache
  double wordsPrior = 1000;  // tokens of ordinary text beside the context's
  double nearness = 150;     // tokens from the nearest gap at which a token counts half
  double pairs = 0;          // strength
  double pairsPrior = 9;     // times a neighbour must have stood before half of its pairs' say is heard

  bool on() const { return words > 0; }
  bool operator==(const CacheOptions&) const = default;
};

// A context stream (attention/layout.h). Control tokens are not counted, and nothing is beside them: no pair reaches
// over a gap, or over text that was left out.
struct CacheContext {
  std::span<const std::int64_t> ids;
  std::vector<std::size_t> gaps;  // where the markers are, ascending, at least one
};

class CacheModel {
 public:
  struct Bonus {
    TokenId id = 0;
    float logit = 0;
  };
  using Bonuses = std::span<const Bonus>;
  // Of one place: what its known neighbours, left and right, add.
  using PlaceBonuses = std::array<Bonuses, 2>;
  // The tokens of a gap, -1 where one is not known, and those around it.
  struct Gap {
    TokenId before = -1;
    TokenId after = -1;
    std::vector<TokenId> tokens;
  };

  // Of a model without a cache: adds nothing.
  explicit CacheModel(int vocabulary = 0);
  // logFrequency_V: float32 on the CPU, natural logarithms of p.
  CacheModel(const CacheOptions& options, const torch::Tensor& logFrequency_V, const CacheContext& context);

  // [V] float32, of every place.
  const torch::Tensor& words_V() const { return words_V_; }
  // Of a place whose neighbour is known; each token once. Empty for -1 and for control tokens.
  Bonuses rightOf(TokenId left) const { return of(right_, left); }
  Bonuses leftOf(TokenId right) const { return of(left_, right); }
  // Of all places of the gaps, in order. They are views of this object.
  std::vector<PlaceBonuses> bonuses(const std::vector<Gap>& gaps) const;

 private:
  struct Pairs {
    std::vector<std::size_t> begins;  // [V + 1]; empty: no pairs
    std::vector<Bonus> bonuses;
  };
  enum class Side { kLeft, kRight };
  // Of the side that is asked for, by the neighbour on the other.
  static Pairs pairsOf(const CacheOptions& options, const CacheContext& context, const std::vector<double>& q,
                       Side asked);
  static Bonuses of(const Pairs& pairs, TokenId neighbour);

  torch::Tensor words_V_;
  Pairs right_, left_;
};

// Adds them to a row of logits.
void addBonuses(const CacheModel::PlaceBonuses& bonuses, float* logits_V);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever fills blanks, asked the same questions: a model, or a baseline without one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/evaluation/blanks.h"

namespace lacuna::engine {

struct FillOptions {
  int candidates = 4;
  int steps = 32;
  std::string sampler = "confidence";  // models that regress to embeddings use "dpm-solver++" instead
  float temperature = 0.8F;
  float topP = 0.9F;
  std::uint64_t seed = 1;
  // Causal models: whether the blank's length is theirs too, as it is the others'. Else they end where they say so,
  // after twice as many tokens at the latest.
  bool lengthIsKnown = true;
};

struct BlankScore {
  double nats = 0;   // negative log-likelihood of the blank, estimated as drawMaskings() says
  double right = 0;  // share of the hidden tokens that were the likeliest
};

class InfillSystem {
 public:
  virtual ~InfillSystem() = default;
  virtual const std::string& name() const = 0;
  // Whether more than a few tokens of context change its answers: if not, it is asked at one length alone.
  virtual bool usesContext() const { return true; }
  virtual BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) = 0;
  // [candidate][token]. A system that learnt where to end may give another number of tokens than the blank has.
  virtual std::vector<std::vector<TokenId>> fill(const BlankView& view, const FillOptions& options) = 0;
};

}  // namespace lacuna::engine

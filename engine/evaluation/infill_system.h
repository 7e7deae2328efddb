// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever fills blanks, asked the same questions: a model, or a baseline without one. Questions are texts, and each
// system has a tokenizer of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/evaluation/blanks.h"
#include "engine/table.h"

namespace lacuna::engine {

struct FillOptions {
  int candidates = 4;
  int steps = 32;
  std::string sampler;  // empty: the model's usual one; models that regress to embeddings use "dpm-solver++" instead
  float temperature = 0.8F;
  float topP = 0.9F;
  std::uint64_t seed = 1;
  // Causal models: whether the blank's length is theirs too, as it is the others'. Else they end where they say so,
  // after twice as many tokens at the latest.
  bool lengthIsKnown = true;
};

// NaN where a system cannot tell.
struct BlankScore {
  double nats = 0;   // negative log-likelihood of the blank, estimated as drawMaskings() says
  double right = 0;  // share of the hidden tokens that were the likeliest
};

// What could stand in a blank, with its border's space. `best` is the one that the system would offer first.
struct Fills {
  std::vector<std::string> texts;
  std::size_t best = 0;
};

// How well each of some texts would stand in a blank; more is better. Empty where a system cannot tell.
struct ClozeValues {
  std::vector<double> ranking;  // as its candidates are ranked
  std::vector<double>
      gap;  // nats: its own log-likelihood; of a gap stream without a base from one look at nothing but noise
};

class InfillSystem {
 public:
  virtual ~InfillSystem() = default;
  virtual const std::string& name() const = 0;
  virtual const Tokenizer& tokenizer() const = 0;
  // Whether more than a few tokens of context change its answers: if not, it is asked at one length alone.
  virtual bool usesContext() const { return true; }
  virtual BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) = 0;
  virtual Fills fill(const BlankText& text, const FillOptions& options) = 0;
  virtual ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) = 0;
};

// The blank with other words in it. `words` outlives it.
inline BlankText withWords(BlankText text, std::string_view words) {
  text.blank = words;
  return text;
}

}  // namespace lacuna::engine

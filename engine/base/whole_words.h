// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens of a byte-level vocabulary are words as they stand, and which only begin one (" un", " conf"). No list
// says so; the base does, who has read enough words: asked once for each token, alone behind some words of a list, does
// it go on within the word? So the answer depends on the token and on nothing else, and is kept.
//
// One thread.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/base/causal_base.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

class WholeWords {
 public:
  WholeWords(std::shared_ptr<const CausalBase> base, const Tokenizer& tokenizer);  // both outlive this

  // Asks the base about those that it has not been asked about. betweenParts: as TextScorer::Wish has it.
  void learn(const std::vector<TokenId>& ids, const std::function<void()>& betweenParts);
  // REQUIRES: learnt, and of letters.
  bool is(TokenId id) const { return known_.at(id); }

 private:
  CausalBase::Shared shareList(const char* words) const;

  std::shared_ptr<const CausalBase> base_;
  const Tokenizer& tokenizer_;
  torch::Tensor goesOn_V;        // 1 where a token that follows would belong to the same word
  CausalBase::Shared spaced_;    // a list whose words stand behind a space,
  CausalBase::Shared unspaced_;  // and one of words at the start of a line
  std::unordered_map<TokenId, bool> known_;
};

}  // namespace lacuna::engine

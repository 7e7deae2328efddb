// SPDX-License-Identifier: GPL-3.0-or-later
// Text that a base says by itself, for a training to rehearse on (pseudo-rehearsal, Robins 1995): what a model should
// go on saying about texts that are none of the author's is asked over texts of the model's own, so none need be
// shipped.
#pragma once

#include <functional>
#include <string>

#include "engine/base/causal_base.h"
#include "engine/text/corpus.h"

namespace lacuna::engine {

struct FreeTalk {
  int texts = 32;
  int tokens = 256;  // of each
  double topP = 0.95;
  std::uint64_t seed = 1;
};

// Texts from left to right behind `begins`, side by side, without control tokens; a book each, which no <doc> begins.
// between is called at every token, and what it throws passes through.
TokenizedCorpus talkFreely(const CausalBase& base, const Tokenizer& tokenizer, TokenId begins, const FreeTalk& how,
                           const std::function<void()>& between);

// The same, kept in a file: of the same base and seed it is read from there, so that a resumed run rehearses on the
// same text. Throws Error(kIo) where the file cannot be written.
TokenizedCorpus keptRehearsal(const std::string& path, const BaseFile& base, const Tokenizer& tokenizer, TokenId begins,
                              const FreeTalk& how, const std::function<void()>& between);

}  // namespace lacuna::engine

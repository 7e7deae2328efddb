// SPDX-License-Identifier: GPL-3.0-or-later
// The blanks of an evaluation: cut once, shown with any amount of context. A pure function of (corpus, options).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/text/corpus.h"

namespace lacuna::engine {

enum class BlankKind {
  kTokens,   // so many tokens, between words on both sides
  kWord,     // one whole word, of 64 tokens at most
  kFarName,  // one name whose nearest other mention is further than kFar tokens away
};

constexpr int kFar = 2048;

struct Blank {
  BlankKind kind = BlankKind::kTokens;
  std::int64_t begin = 0;  // in the corpus' tokens
  int length = 0;          // tokens
  std::int64_t first = 0;  // tokens [first, last) are its book
  std::int64_t last = 0;
  std::int64_t distance = 0;  // kFarName: tokens to the nearest other mention
};

// What a system is shown: a stretch of a book, and where in it the blank is.
struct BlankView {
  std::vector<TokenId> tokens;
  int begin = 0;
  int length = 0;

  std::vector<TokenId> gold() const { return {tokens.begin() + begin, tokens.begin() + begin + length}; }
};

struct BlankOptions {
  std::vector<int> lengths = {4, 12, 32, 64};  // tokens
  int blanks = 50;                             // of each length; as many of one word, and of far names
  int longest = 512;                           // the longest context: books that hold less are left out
  std::uint64_t seed = 1;
};

// By kind and length as listed, then one-word blanks, then far names (fewer where the books have fewer). Books are
// drawn in proportion to their length. Throws Error(kInvalidInput) when no book is long enough.
std::vector<Blank> cutBlanks(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const BlankOptions& options);

// The longest of the given contexts that at least half of the books hold; 0: none of them.
int longestHeld(const TokenizedCorpus& corpus, const std::vector<int>& contexts);

// `context` tokens around the blank, half to either side, moved where the book ends.
BlankView viewAround(const TokenizedCorpus& corpus, const Blank& blank, int context);

// Which tokens of a blank are hidden in one look.
struct Masking {
  std::vector<bool> hidden;  // per token of the blank
  int count = 0;             // how many are hidden, at least 1
  double weight = 0;         // see below
};

// At most `looks` patterns; their numbers of hidden tokens are drawn one in each of as many equal parts of 1..length.
// With n_i the sum of -log p over what the i-th hides, sum weight_i n_i / count_i is an unbiased estimate of the
// blank's negative log-likelihood under the model's average order of settling (Hoogeboom et al. 2022,
// arXiv:2110.02037), which is the bound of masked diffusion in discrete time. With looks >= length it is exact but for
// the choice of tokens.
std::vector<Masking> drawMaskings(int length, int looks, std::uint64_t seed, std::uint64_t blank);

}  // namespace lacuna::engine

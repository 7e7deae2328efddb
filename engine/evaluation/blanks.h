// SPDX-License-Identifier: GPL-3.0-or-later
// The blanks of an evaluation: places in the characters of held-out books, cut once and without any tokenizer, so that
// models of different vocabularies are asked the same. A pure function of (books, options).
//
// Lengths are told in tokens of four characters, which is what a token of a large vocabulary is in prose: a blank of 12
// is about 48 characters, a context of 512 is 2,048.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

constexpr std::size_t kTokenCharacters = 4;

// UTF-8, one string a book.
using HeldOutBooks = std::vector<std::string>;

// Every book of a folder. `between` is called before each, what it throws passes through. Throws what findBooks() and
// readText() throw.
HeldOutBooks readHeldOut(const std::string& folder, const std::function<void()>& between = {});

enum class BlankKind {
  kTokens,   // so many tokens' worth of characters, between words on both sides
  kWord,     // one whole word
  kFarName,  // one name whose nearest other mention is further than kFar tokens away
};

constexpr int kFar = 2048;

struct Blank {
  BlankKind kind = BlankKind::kTokens;
  std::size_t book = 0;
  std::size_t begin = 0;  // bytes [begin, end) of the book; the space before its first word is a part of it
  std::size_t end = 0;
  int characters = 0;  // Unicode characters
  int length = 0;      // kTokens: the length that was asked for; else 0
  int distance = 0;    // kFarName: tokens to the nearest other mention
};

// What every system is shown: a stretch of a book, with a blank in it. Views of the book.
struct BlankText {
  std::string_view left;
  std::string_view blank;
  std::string_view right;
  bool beginsBook = false;  // nothing stands in the book before it
};

// The same in tokens, each of the three parts by itself.
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
std::vector<Blank> cutBlanks(const HeldOutBooks& books, const BlankOptions& options);

// The longest of the given contexts that at least half of the books hold; 0: none of them.
int longestHeld(const HeldOutBooks& books, const std::vector<int>& contexts);

// `context` tokens around the blank, half to either side, moved where the book ends; whole words. The books outlive it.
BlankText textAround(const HeldOutBooks& books, const Blank& blank, int context);
BlankView viewOf(const BlankText& text, const Tokenizer& tokenizer);

// Other passages of the blank's book that could stand in it, in a seeded order: as many words and line ends as it has,
// a word's border on both sides, a third more or fewer characters at most, and nothing within `context` tokens of it.
// At most `count`; fewer where the book has no more.
std::vector<std::string> likePassages(const HeldOutBooks& books, const Blank& blank, int context, int count,
                                      std::uint64_t seed);

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
// One look that hides everything.
Masking allHidden(int length);

}  // namespace lacuna::engine

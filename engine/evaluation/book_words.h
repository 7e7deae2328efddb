// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a tokenised book, with the tokens that spell them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct BookWord {
  std::size_t begin = 0;  // tokens [begin, end) of the book, the space before the word included
  std::size_t end = 0;
  std::string text;            // letters, without the space
  bool startsSentence = true;  // nothing before it, or something other than a word, a space or a comma
};

// Runs of letters that whole tokens spell; a word that shares a token with something else is left out.
std::vector<BookWord> wordsOf(std::span<const TokenId> tokens, const Tokenizer& tokenizer);

// Whether a text may stand before (or after) a blank that ends between words: it begins with a space, a line break or
// punctuation.
bool beginsAfterWord(const std::string& bytes);

// A capitalised word in the middle of a sentence whose small form the book never uses.
struct NameMention {
  std::size_t word = 0;      // index into the words
  std::size_t distance = 0;  // tokens to its nearest other mention in the book; never none
};

std::vector<NameMention> namesOf(const std::vector<BookWord>& words);

}  // namespace lacuna::engine

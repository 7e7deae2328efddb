// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a book, and its names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::engine {

struct BookWord {
  std::size_t begin = 0;  // bytes [begin, end) of the book, the space before the word included, where there is one
  std::size_t end = 0;
  std::size_t character = 0;   // where it begins, in Unicode characters
  std::string text;            // letters, without the space
  bool startsSentence = true;  // nothing before it, or something other than a word, a space or a comma
};

// Runs of letters that no apostrophe, hyphen or digit goes on with.
std::vector<BookWord> wordsOf(std::string_view book);

// A capitalised word in the middle of a sentence whose small form the book never uses.
struct NameMention {
  std::size_t word = 0;      // index into the words
  std::size_t distance = 0;  // characters to its nearest other mention in the book; never none
};

std::vector<NameMention> namesOf(const std::vector<BookWord>& words);

}  // namespace lacuna::engine

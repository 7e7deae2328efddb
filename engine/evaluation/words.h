// SPDX-License-Identifier: GPL-3.0-or-later
// What counts as a word, as each metric's own authors count it. Pure functions over UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lacuna::engine {

using WordList = std::vector<std::string>;

// Between white space, Unicode's included, as Python's str.split().
WordList splitWords(std::string_view text);

// Tokenisation "13a" of mteval-v13a.pl, sacrebleu's default (Post 2018, arXiv:1804.08771): punctuation stands alone.
WordList tokenize13a(std::string_view text);

// That of rouge-score without its stemmer: lower case; whatever is no ASCII letter or digit divides.
WordList rougeWords(std::string_view text);

}  // namespace lacuna::engine

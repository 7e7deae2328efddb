// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace lacuna::engine {

// A SentencePiece model without training: the tokens that Tokenizer asks for, and made-up words, each one token with
// its space. So a whole session can be measured with random weights of any vocabulary from kSmallestWordVocabulary on.
constexpr int kSmallestWordVocabulary = 300;
std::string wordTokenizerModel(int vocabulary);

// A word of that model, with its space: index is taken modulo their number.
std::string madeUpWord(std::uint64_t index, int vocabulary);

}  // namespace lacuna::engine

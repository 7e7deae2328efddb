// SPDX-License-Identifier: GPL-3.0-or-later
// What kind of token something is, for asking whom an expert serves. English, since the model is.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

enum class TokenClass { kFunction, kContent, kPunctuation, kContinuation, kNewline, kOther };

constexpr std::size_t kTokenClasses = 5;  // kOther (control tokens, lone bytes) is counted nowhere
constexpr std::array<const char*, kTokenClasses> kTokenClassNames = {"function word", "content word", "punctuation",
                                                                     "subword continuation", "newline"};

// Per token of a text, in order. A word begins at a space, or at a letter after something that is no letter; its first
// token is a function word (a closed list of some 150) or a content word, its others are continuations. A function
// word is one token: the "the" of "theory" is the beginning of a content word.
std::vector<TokenClass> classifyTokens(const std::vector<TokenId>& tokens, const Tokenizer& tokenizer);

// The same over the tokens' bytes; an empty string is a control token.
std::vector<TokenClass> classifyPieces(const std::vector<std::string>& pieces);

}  // namespace lacuna::engine

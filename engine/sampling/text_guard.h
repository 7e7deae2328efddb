// SPDX-License-Identifier: GPL-3.0-or-later
// Words that no fill may hold. A word is spelled by one token or by several that settle in any order, so the guard
// reads the settled text around a draw. Where that text ends, the word counts as ended: what is still noise cannot
// rescue "lam" + "p".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"
#include "engine/text/characters.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// Whether text holds the words as whole words, at least partly within a stretch of its bytes. Both folded.
bool holdsWords(std::string_view text, std::string_view words, TextSpan within = {0, std::string_view::npos});

// Settled text to both sides of a slot, within its gap and the guard's reach.
struct Around {
  std::string before;
  std::string after;
  // Whether the neighbour itself was drawn: then the slot must not make a forbidden word of it by ending it. What is
  // the author's own is none of the slot's business.
  bool drawnBefore = false;
  bool drawnAfter = false;
};

class TextGuard {
 public:
  TextGuard(const std::vector<std::string>& forbidden, const Tokenizer& tokenizer);

  // These words as well, from now on.
  void forbid(const std::vector<std::string>& words);

  bool empty() const { return forbidden_.empty(); }
  // Bytes to either side that a forbidden word can reach.
  std::size_t reach() const { return reach_; }
  // True for the vocabulary's tokens that hold a forbidden word by themselves.
  std::vector<bool> barredTokens() const;
  // The forbidden word that text holds; empty: none.
  std::string found(std::string_view text) const;
  // Whether id would spell a forbidden word, or end one, between the settled texts around it.
  bool spoils(const Around& around, TokenId id) const;
  const std::string& bytes(TokenId id) const { return tokenizer_.bytes(id); }

 private:
  std::vector<std::string> forbidden_;  // folded
  std::size_t reach_ = 0;
  const Tokenizer& tokenizer_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What a frozen base, read from left to right, thinks of each token of a text. A text of any length is read in chunks
// as ChunkReader reads a context: behind the token that readings begin with and up to kWarmUp tokens of the chunk
// before. What a chunk's tokens got is kept by content, so that an edit costs its own chunk and the next.
//
// One thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/base/chunk_reader.h"
#include "engine/session.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

class TextScorer {
 public:
  static constexpr std::size_t kMostPages = 4096;  // some two million tokens; without guesses each holds little
  static constexpr std::size_t kGuesses = 6;

  // begins: the token in front of every reading. mostPages: kept beyond the present call.
  TextScorer(std::shared_ptr<const CausalBase> base, TokenId begins, std::size_t mostPages = kMostPages);

  // Between chunks, in tokens; what it throws passes through, and what was read is kept.
  using Progress = std::function<void(std::size_t done, std::size_t total)>;

  // Natural log-probabilities, one a token; that of the first is behind `begins` alone.
  std::vector<float> score(const std::vector<TokenId>& ids, const Progress& progress);

  // Tokens [begin, end) of a text, which are read behind [from, begin).
  struct Chunk {
    std::int32_t from = 0;
    std::int32_t begin = 0;
    std::int32_t end = 0;
  };
  static std::vector<Chunk> chunksOf(const std::vector<TokenId>& ids);

  struct Guess {
    TokenId id = 0;
    float probability = 0;
  };
  using Guesses = std::array<Guess, kGuesses>;  // the likeliest first
  struct Page {
    std::vector<float> scores;     // of the chunk's tokens
    std::vector<Guesses> guesses;  // what could have stood there; empty unless asked for
    std::uint64_t used = 0;        // the call that used it last
  };
  struct Wish {
    bool guesses = false;
    std::function<void()> betweenParts{};  // some thirty times a chunk; what it throws passes through
  };
  // One chunk of a text. Valid until the next call.
  const Page& page(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish);

  std::size_t tokensRead() const { return tokensRead_; }  // by the last call
  std::size_t pages() const { return pages_.size(); }

 private:
  Page read(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish) const;
  const Page& keep(const std::vector<TokenId>& ids, const Chunk& chunk, const Wish& wish);
  void drop();

  std::shared_ptr<const CausalBase> base_;
  TokenId begins_;
  std::size_t mostPages_;
  std::unordered_map<std::vector<TokenId>, Page, TokensHash> pages_;  // by warm-up, a break, chunk
  std::uint64_t clock_ = 0;
  std::size_t tokensRead_ = 0;
};

// As a session tells it. ids: of the text; scores: one each.
TextScore textScore(const std::string& text, const std::vector<TokenId>& ids, const std::vector<float>& scores,
                    const Tokenizer& tokenizer, const std::string& base);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What a frozen base, read from left to right, thinks of each token of a text. A text of any length is read in chunks
// as ChunkReader reads a context: behind the token that readings begin with and up to kWarmUp tokens of the chunk
// before. What a chunk's tokens got is kept by content, so that an edit costs its own chunk and the next.
//
// One thread.
#pragma once

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
  // begins: the token in front of every reading.
  TextScorer(std::shared_ptr<const CausalBase> base, TokenId begins);

  // Between chunks, in tokens; what it throws passes through, and what was read is kept.
  using Progress = std::function<void(std::size_t done, std::size_t total)>;

  // Natural log-probabilities, one a token; that of the first is behind `begins` alone.
  std::vector<float> score(const std::vector<TokenId>& ids, const Progress& progress);

  std::size_t tokensRead() const { return tokensRead_; }  // by the last call

 private:
  struct Page {
    std::vector<float> scores;
    std::uint64_t used = 0;  // the call that used it last
  };
  std::vector<float> read(const std::vector<TokenId>& warmUp, const std::vector<TokenId>& chunk) const;
  void drop();

  std::shared_ptr<const CausalBase> base_;
  TokenId begins_;
  std::unordered_map<std::vector<TokenId>, Page, TokensHash> pages_;  // by warm-up, a break, chunk
  std::uint64_t clock_ = 0;
  std::size_t tokensRead_ = 0;
};

// As a session tells it. ids: of the text; scores: one each.
TextScore textScore(const std::string& text, const std::vector<TokenId>& ids, const std::vector<float>& scores,
                    const Tokenizer& tokenizer, const std::string& base);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Token ids by line, kept: a text that is encoded again after an edit costs the line that was edited. Lines are cut
// where the tokenizer says that the ids of the parts are those of the whole (Tokenizer::firstCut).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

class LineCache {
 public:
  // The tokenizer outlives the cache. limitBytes: of text and ids, about; twice that is held at most.
  explicit LineCache(const Tokenizer& tokenizer, std::size_t limitBytes = std::size_t{16} << 20U)
      : tokenizer_(tokenizer), limit_(limitBytes) {}

  const Tokenizer& tokenizer() const { return tokenizer_; }

  // What Tokenizer::encode gives. betweenLines may be empty; what it throws passes through, and what was encoded stays.
  std::vector<TokenId> encode(std::string_view text, const std::function<void()>& betweenLines = {});

  std::size_t bytesEncoded() const { return encoded_; }  // so far, those that were not found

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Lines = std::unordered_map<std::string, std::vector<TokenId>, Hash, std::equal_to<>>;

  const std::vector<TokenId>& line(std::string_view text);

  const Tokenizer& tokenizer_;
  std::size_t limit_;
  std::size_t held_ = 0;  // by young_
  std::size_t encoded_ = 0;
  Lines young_;  // used since old_ was young
  Lines old_;    // forgotten when young_ is full, except for what is used until then
};

}  // namespace lacuna::engine

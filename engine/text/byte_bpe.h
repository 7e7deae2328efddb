// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level BPE (GPT-2's): a text is cut into pieces by a rule, and within a piece the pair of tokens whose merge was
// learnt first is joined until no pair is left. Vocabularies write bytes as printable characters ("Ġ" is a space).
//
// What spells a control token ("<|endoftext|>") stays text: control tokens have no bytes here, so no text makes one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/text/split_rule.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

enum class BpeTokenKind { kNormal, kControl, kLiteral };

struct BpeToken {
  std::string_view text;  // kNormal: bytes as printable characters; kLiteral: as they are
  BpeTokenKind kind = BpeTokenKind::kNormal;
};

struct BpeTables {
  std::vector<BpeToken> tokens;          // by id
  std::vector<std::string_view> merges;  // "left right" in the vocabulary's writing, the first learnt first
  std::string rule;                      // SplitRule::find
  SpecialTokens special;
};

class ByteBpeTokenizer final : public Tokenizer {
 public:
  // The tables may go afterwards. Throws Error(kBadModel) whose sentence begins with "it", for the caller to put a
  // file's name before: no such rule, a special token out of range, a merge of tokens that it does not have.
  explicit ByteBpeTokenizer(const BpeTables& tables);

  std::vector<TokenId> encode(std::string_view text) const override;
  std::size_t firstCut(std::string_view text) const override { return rule_->firstCut(text); }

 private:
  struct Merge {
    std::int32_t rank;
    TokenId id;
  };
  class Merger;  // joins the tokens of one piece

  void readTokens(const std::vector<BpeToken>& tokens);
  void readMerges(const std::vector<std::string_view>& merges);

  std::unique_ptr<SplitRule> rule_;
  std::vector<TokenId> byteIds_;                     // 256
  std::unordered_map<std::uint64_t, Merge> merges_;  // by both ids, the left one in the high half
  std::unordered_map<std::string, TokenId> wholes_;  // by bytes; kept where the rule wants whole pieces first
};

}  // namespace lacuna::engine

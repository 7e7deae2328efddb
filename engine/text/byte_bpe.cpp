// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/byte_bpe.h"

#include <algorithm>
#include <array>
#include <optional>
#include <queue>

#include "engine/error.h"
#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

[[noreturn]] void refuseTables(const std::string& why) { throw Error(ErrorCode::kBadModel, "it " + why); }

// GPT-2's writing of bytes: those that print stand for themselves as code points, the others, in order, for 256 and on.
// Indexed by code point; -1 where it stands for no byte.
std::array<int, 512> bytesOfPoints() {
  std::array<int, 512> bytes;
  bytes.fill(-1);
  int next = 256;
  for (int byte = 0; byte < 256; ++byte) {
    const bool prints = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    bytes[static_cast<std::size_t>(prints ? byte : next++)] = byte;
  }
  return bytes;
}

// Nothing where a character stands for no byte.
std::optional<std::string> bytesOf(std::string_view written) {
  static const std::array<int, 512> kBytes = bytesOfPoints();
  std::string bytes;
  for (std::size_t at = 0; at < written.size();) {
    const auto first = static_cast<unsigned char>(written[at]);
    const std::size_t length = utf8Length(written.substr(at, 4));
    if (length != 1 && length != 2) return std::nullopt;
    const unsigned point =
        length == 1 ? first : (first & 0x1FU) << 6U | (static_cast<unsigned char>(written[at + 1]) & 0x3FU);
    if (point >= kBytes.size() || kBytes[point] < 0) return std::nullopt;
    bytes += static_cast<char>(kBytes[point]);
    at += length;
  }
  return bytes;
}

std::uint64_t pairKey(TokenId left, TokenId right) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32U | static_cast<std::uint32_t>(right);
}

}  // namespace

// Symbols of a piece as a linked list, and their possible merges as a heap: n log n for n bytes. Reused over pieces.
class ByteBpeTokenizer::Merger {
 public:
  explicit Merger(const ByteBpeTokenizer& tokenizer) : tokenizer_(tokenizer) {}

  void append(std::string_view piece, std::vector<TokenId>* ids) {
    symbols_.clear();
    const auto count = static_cast<int>(piece.size());
    for (int i = 0; i < count; ++i) {
      const auto byte = static_cast<unsigned char>(piece[static_cast<std::size_t>(i)]);
      symbols_.push_back({tokenizer_.byteIds_[byte], i - 1, i + 1 < count ? i + 1 : -1});
    }
    for (int i = 0; i + 1 < count; ++i) propose(i);
    while (!waiting_.empty()) {
      const Proposal best = waiting_.top();
      waiting_.pop();
      Symbol& left = symbols_[static_cast<std::size_t>(best.place)];
      // What has changed since it was proposed is proposed anew.
      if (left.id != best.left || left.next < 0) continue;
      Symbol& right = symbols_[static_cast<std::size_t>(left.next)];
      if (right.id != best.right) continue;
      left.id = best.merged;
      right.id = kNoToken;
      left.next = right.next;
      if (left.next >= 0) symbols_[static_cast<std::size_t>(left.next)].previous = best.place;
      propose(best.place);
      if (left.previous >= 0) propose(left.previous);
    }
    for (int at = 0; at >= 0; at = symbols_[static_cast<std::size_t>(at)].next)
      ids->push_back(symbols_[static_cast<std::size_t>(at)].id);
  }

 private:
  struct Symbol {
    TokenId id;    // kNoToken once it is part of the one before
    int previous;  // -1 at the ends
    int next;
  };
  struct Proposal {
    std::int32_t rank;
    int place;
    TokenId left;
    TokenId right;
    TokenId merged;
    bool operator<(const Proposal& other) const {  // the heap gives the greatest first
      return rank != other.rank ? rank > other.rank : place > other.place;
    }
  };

  void propose(int place) {
    const Symbol& left = symbols_[static_cast<std::size_t>(place)];
    if (left.next < 0) return;
    const TokenId right = symbols_[static_cast<std::size_t>(left.next)].id;
    const auto found = tokenizer_.merges_.find(pairKey(left.id, right));
    if (found != tokenizer_.merges_.end()) waiting_.push({found->second.rank, place, left.id, right, found->second.id});
  }

  const ByteBpeTokenizer& tokenizer_;
  std::vector<Symbol> symbols_;
  std::priority_queue<Proposal> waiting_;
};

ByteBpeTokenizer::ByteBpeTokenizer(const BpeTables& tables) : rule_(SplitRule::find(tables.rule)) {
  if (!rule_) refuseTables("splits its text by a rule that Lacuna does not know");
  special_ = tables.special;
  const auto size = static_cast<TokenId>(tables.tokens.size());
  for (const TokenId id : {special_.unknown, special_.document, special_.gap, special_.expand, special_.remove}) {
    if (id < kNoToken || id >= size) refuseTables("names a special token beyond its vocabulary");
  }
  if (special_.unknown == kNoToken || special_.document == kNoToken)
    refuseTables("has no token for what is unknown or for the begin of a text");
  readTokens(tables.tokens);
  readMerges(tables.merges);
}

void ByteBpeTokenizer::readTokens(const std::vector<BpeToken>& tokens) {
  vocabulary_ = static_cast<int>(tokens.size());
  byteIds_.assign(256, kNoToken);
  pieces_.resize(tokens.size());
  isByte_.assign(tokens.size(), false);
  isControl_.assign(tokens.size(), false);
  for (std::size_t id = 0; id < tokens.size(); ++id) {
    const BpeToken& token = tokens[id];
    if (token.kind == BpeTokenKind::kControl) {
      isControl_[id] = true;
      continue;
    }
    if (token.kind == BpeTokenKind::kLiteral) {
      pieces_[id] = std::string(token.text);
    } else {
      const auto bytes = bytesOf(token.text);
      if (!bytes || bytes->empty())
        refuseTables("writes the token " + std::to_string(id) + " in no way that GPT-2 has");
      pieces_[id] = *bytes;
      if (bytes->size() == 1) {
        TokenId& own = byteIds_[static_cast<unsigned char>(bytes->front())];
        if (own == kNoToken) own = static_cast<TokenId>(id);
      }
    }
    isByte_[id] = utf8Invalid(pieces_[id]) != pieces_[id].size();
  }
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (byteIds_[byte] != kNoToken) continue;
    byteIds_[byte] = static_cast<TokenId>(pieces_.size());
    pieces_.emplace_back(1, static_cast<char>(byte));
    isByte_.push_back(true);
    isControl_.push_back(false);
  }
}

void ByteBpeTokenizer::readMerges(const std::vector<std::string_view>& merges) {
  std::unordered_map<std::string, TokenId> ids;
  ids.reserve(pieces_.size());
  for (TokenId id = 0; id < vocabulary_; ++id) {
    if (!isControl(id)) ids.emplace(bytes(id), id);
  }
  merges_.reserve(merges.size());
  for (std::size_t i = 0; i < merges.size(); ++i) {
    const std::size_t space = merges[i].find(' ');
    const auto left = space == std::string_view::npos ? std::nullopt : bytesOf(merges[i].substr(0, space));
    const auto right = space == std::string_view::npos ? std::nullopt : bytesOf(merges[i].substr(space + 1));
    const auto idOf = [&](const std::string& bytes) {
      const auto found = ids.find(bytes);
      if (found == ids.end()) refuseTables("has a merge, number " + std::to_string(i) + ", of tokens that it lacks");
      return found->second;
    };
    if (!left || !right || left->empty() || right->empty())
      refuseTables("has a merge, number " + std::to_string(i) + ", that is no pair");
    merges_.emplace(pairKey(idOf(*left), idOf(*right)), Merge{static_cast<std::int32_t>(i), idOf(*left + *right)});
  }
  if (rule_->wholeFirst()) wholes_ = std::move(ids);
}

std::vector<TokenId> ByteBpeTokenizer::encode(std::string_view text) const {
  std::vector<TokenId> ids;
  Merger merger(*this);
  while (!text.empty()) {
    const std::size_t valid = utf8Invalid(text);
    for (const std::string_view piece : rule_->split(text.substr(0, valid))) {
      const auto whole = wholes_.empty() ? wholes_.end() : wholes_.find(std::string(piece));
      if (whole != wholes_.end()) {
        ids.push_back(whole->second);
      } else {
        merger.append(piece, &ids);
      }
    }
    text.remove_prefix(valid);
    // Bytes that are no character stay single.
    while (!text.empty() && utf8Length(text) == 0) {
      ids.push_back(byteIds_[static_cast<unsigned char>(text.front())]);
      text.remove_prefix(1);
    }
  }
  return ids;
}

}  // namespace lacuna::engine

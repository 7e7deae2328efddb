// SPDX-License-Identifier: GPL-3.0-or-later
// The context stream over a causal base, read in chunks: each chunk is read behind the token that readings begin with
// and up to kWarmUp tokens of the chunk before it, and behind nothing else. So its keys are a function of that text
// alone: they are found by content wherever it stands, and an edit costs its own chunk and the next one. Exact: a
// cached reading equals a fresh one (tests/engine/base_model_test.cpp).
//
// A reading that begins like one of the last few goes on from there: what is typed at the end of a chunk costs its own
// tokens, and a gap those to its right in its chunk.
//
// With a store, what was read for a context is also kept in files, so that a draft that is opened again is warm: a
// reading is looked for in memory, then among the files, where the one that begins most like it serves as well.
//
// A chunk global is the mean of its chunk's keys, before they are turned, and of its values; it stays when the chunk's
// own are dropped.
//
// Keys and values are kept in 16 bits. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/base/causal_base.h"
#include "engine/base/page_store.h"
#include "engine/denoiser/context_reader.h"

namespace lacuna::engine {

constexpr std::int32_t kWarmUp = 256;  // tokens

struct TokensHash {
  std::size_t operator()(const std::vector<TokenId>& ids) const;
};

class ChunkReader : public ContextReader {
 public:
  // begins: the token in front of every reading, whose row is the sink. limitBytes bounds what is kept beyond the
  // present call. store: may be null; forget() leaves its files.
  ChunkReader(std::shared_ptr<const CausalBase> base, TokenId begins, std::size_t limitBytes,
              std::unique_ptr<PageStore> store = nullptr);

  KeyValues read(const Layout& layout, const std::vector<std::int64_t>& tokens_C, const std::vector<std::int64_t>& rows,
                 const ReadProgress& progress) override;
  void forget() override;

  // Keys and values of a text that is read on from its beginning (`begins` in front), for what is scored behind it.
  KeyValues past(const std::vector<TokenId>& tokens, const CausalBase::BetweenLayers& betweenLayers);

  TokenId begins() const { return begins_; }
  std::size_t tokensRead() const { return tokensRead_; }  // computed by the last call
  std::size_t bytes() const { return bytes_; }

 private:
  using Ids = std::vector<TokenId>;
  struct Page {
    KeyValues text;          // of its tokens, 16 bits; empty: dropped
    KeyValues summary;       // their mean, 16 bits; empty: not asked for yet
    std::uint64_t used = 0;  // the call that used it last
  };
  struct Reading {
    Ids ids;
    KeyValues kept;  // of all of them, 16 bits
  };

  // Keys of all of `ids`, which begin with `begins`.
  KeyValues readOn(const Ids& ids, const CausalBase::BetweenLayers& betweenLayers);
  // The last `own` tokens of a reading become a page.
  void addPage(const Ids& ids, const KeyValues& all, std::int64_t own);
  void addLatest(Reading reading);
  // Whether a page is there: its tokens' own keys, or where they are not wanted their mean.
  bool has(const Ids& ids, bool text) const;
  // A page from its file; false where there is none.
  bool recall(const Ids& ids, std::int64_t own);
  // A reading to go on from, where a file has a longer one than memory.
  void recallNearest(const Ids& ids);
  void drop();

  std::shared_ptr<const CausalBase> base_;
  TokenId begins_;
  std::size_t limit_;
  std::unique_ptr<PageStore> store_;
  std::unordered_map<Ids, Page, TokensHash> pages_;  // by what was read: begins, warm-up, chunk
  std::deque<Reading> latest_;
  KeyValues sink_;
  std::uint64_t clock_ = 0;
  std::size_t bytes_ = 0;
  std::size_t tokensRead_ = 0;
};

}  // namespace lacuna::engine

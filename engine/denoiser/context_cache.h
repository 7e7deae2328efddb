// SPDX-License-Identifier: GPL-3.0-or-later
// The context that has been read: keys and values of a document's reading rows, kept between requests and edits.
//
// Kept in pages, one a chunk, found by content. With plain windows a token's keys depend on the tokens within
// (layers - 1) x reach of it and on nothing else, so a page is known by the hash of its own tokens and of that many to
// either side: wherever they stand, whatever was edited elsewhere, its keys are right. After an edit the pages around
// it are read anew, against the kept keys of their neighbours; the rest is found. This is exact: a cached reading
// equals a fresh one to rounding (tests/engine/context_cache_test.cpp). The keys of single tokens that no gap can see
// are dropped when the limit is reached, oldest first; the summary row of their chunk stays.
//
// Shapes: K rows, G key heads, D head size. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/denoiser/context_reader.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

struct ContextUsage {
  std::size_t bytes = 0;       // held, of keys and values
  std::size_t tokensHeld = 0;  // whose own keys are held
  std::size_t pages = 0;
  std::size_t tokensRead = 0;   // by the last call, those at the borders that were read again included
  std::size_t layerTokens = 0;  // tokens times layers that the last call went through, finished or not
};

// A stretch that was stopped between two layers goes on from there when it is asked for again.
class ContextCache : public ContextReader {
 public:
  // The model outlives the cache. limitBytes bounds what is kept beyond the present request.
  ContextCache(const Denoiser& model, std::size_t limitBytes);

  KeyValues read(const Layout& layout, const std::vector<std::int64_t>& tokens_C, const std::vector<std::int64_t>& rows,
                 const ReadProgress& progress) override;

  // After the model has moved to another device.
  void forget() override;

  const ContextUsage& usage() const { return usage_; }

 private:
  struct Key {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return static_cast<std::size_t>(key.low); }
  };
  struct Page {
    KeyValues text;     // of its tokens; empty: dropped
    KeyValues summary;  // of its chunk row; empty where the model has none
    std::int32_t tokens = 0;
    std::uint64_t used = 0;  // the call that used it last
    bool wanted = false;     // the present call hands its text over: not to be dropped
  };
  struct Span {
    std::int32_t begin = 0;
    std::int32_t end = 0;
    Key key;
    bool wanted = false;  // its tokens' own keys are asked for
  };
  struct Border {
    std::int32_t first = 0;  // of the tokens beside a run that have to be there
    std::int32_t last = 0;
    bool known = false;  // kept keys serve; else they are read again and forgotten
  };
  // Spans that are read together.
  struct Run {
    std::vector<Key> keys;  // of its spans
    std::int32_t tokens = 0;
    // Offset of its first span among the rows that are read: what is before and behind its spans are borders.
    std::int32_t before = 0;
    bool leftKnown = false, rightKnown = false;
    KeyValues borders;
    StreamPlan plan;
    ReadState reading;
  };

  std::vector<Span> spansOf(const Layout& layout, const std::vector<std::int64_t>& tokens_C) const;
  Key keyOf(const std::vector<std::int64_t>& tokens_C, std::int32_t first, std::int32_t last) const;
  bool isMissing(const Span& span) const;
  // Tokens [first, last) of the spans, when all of them are held.
  bool isHeld(const std::vector<Span>& spans, std::int32_t first, std::int32_t last) const;
  Border leftOf(const std::vector<Span>& spans, std::size_t span) const;
  Border rightOf(const std::vector<Span>& spans, std::size_t span) const;
  // Of the spans [first, last).
  Run makeRun(const std::vector<Span>& spans, std::size_t first, std::size_t last,
              const std::vector<std::int64_t>& tokens_C) const;
  // The same, or the one that was stopped if it is that.
  Run takeRun(const std::vector<Span>& spans, std::size_t first, std::size_t last,
              const std::vector<std::int64_t>& tokens_C);
  void readRun(const std::vector<Span>& spans, std::size_t first, Run run,
               const std::function<void(int)>& betweenLayers);
  void readGlobals(const Layout& layout, const std::vector<Span>& spans);
  void readWhole(const Layout& layout, const std::vector<std::int64_t>& tokens_C, const ReadProgress& progress);
  KeyValues textOf(const std::vector<Span>& spans, std::int32_t first, std::int32_t last) const;
  KeyValues gather(const Layout& layout, const std::vector<Span>& spans, const std::vector<std::int64_t>& rows) const;
  void drop(std::size_t limit);
  void count();

  const Denoiser& model_;
  std::size_t limit_;
  std::int32_t reach_ = 0;  // of one layer, tokens
  std::int32_t halo_ = 0;   // of all layers
  std::unordered_map<Key, Page, KeyHash> pages_;
  std::optional<Run> stopped_;
  KeyValues globals_;
  Key globalsKey_;
  KeyValues whole_;  // where context reads globals: an edit touches everything, nothing can be kept in parts
  Key wholeKey_;
  std::uint64_t clock_ = 0;
  ContextUsage usage_;
};

}  // namespace lacuna::engine

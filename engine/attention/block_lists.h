// SPDX-License-Identifier: GPL-3.0-or-later
// An attention plan as a GPU's kernel reads it: who sees whom in bits, 1 / 32 of what the plan's biases take.
//
// Rows stand in blocks of 64 that see much the same. A block has tiles of 64 columns: all that any of its rows sees,
// and for each row a word whose bit c says that it sees column c. Every pattern comes out as such lists (windows,
// dilated windows, globals, a gap's own rows), so the kernel knows no pattern. Rows and columns of nobody are -1.
//
// The forward pass and the queries' gradients go by queries; the keys' gradients by keys, which is the same relation
// turned round, so that each sum is made by one block in one order, and the same twice.
#pragma once

#include <torch/types.h>

#include <memory>

#include "engine/attention/block_plan.h"

namespace lacuna::engine {

constexpr std::int64_t kListWidth = 64;  // rows of a block, columns of a tile, bits of a word

// N blocks, T tiles.
struct BlockList {
  torch::Tensor row_N64;       // int32
  torch::Tensor firstTile_N1;  // int32, N + 1 entries: block n has the tiles firstTile[n] .. firstTile[n + 1]
  torch::Tensor column_T64;    // int32
  torch::Tensor seen_T64;      // int64, one word a row of the block

  std::int64_t blocks() const { return row_N64.size(0); }
  BlockList to(torch::Device device) const;
};

// A key that everybody sees (a global) would keep one block at work for long: its queries are dealt out to several
// blocks with the same keys, one after the other, whose sums are added in that order.
struct KeyLists {
  BlockList list;            // rows are keys, columns are queries
  torch::Tensor place_K;     // int32: where the key stands in row_N64 at first, counted in rows; -1: nobody sees it
  torch::Tensor parts_K;     // int32: in so many blocks, 64 rows apart
  std::int64_t keyRows = 0;  // K: keys from there on are seen by nobody
};

struct BlockLists {
  BlockList queries;                          // each query in one block
  KeyLists keys;                              // undefined tensors: made without gradients
  std::shared_ptr<const AttentionPlan> host;  // where they come from
};

// On the CPU. withKeys: for gradients as well.
BlockLists makeBlockLists(const AttentionPlan& plan, bool withKeys);

// mostTiles: of a block of keys before its queries are dealt out.
KeyLists turnRound(const BlockList& queries, std::int64_t mostTiles = 64);

}  // namespace lacuna::engine

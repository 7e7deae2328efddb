// SPDX-License-Identifier: GPL-3.0-or-later
// Turns a visibility rule into dense little attention problems: queries that share most of their keys stand in one
// block; a block's keys are the union of what its queries see; a bias of 0 or -inf says who sees what.
// Exact for every pattern, since it is made from the listed keys, and without cost for what nobody sees.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/attention/patterns.h"

namespace lacuna::engine {

struct BlockLists;

// Blocks of like size, attended to in one call. N blocks, Q queries and K keys each.
struct PlanBucket {
  torch::Tensor query_NQ;  // int64, rows of the query tensor; padding repeats a row of the block
  torch::Tensor key_NK;    // int64, rows of the key tensor; padding repeats row 0
  torch::Tensor bias_NQK;  // float32, 0 or -inf; never a whole row of -inf
  torch::Tensor span_NQ2;  // int32: a query sees none of the block's keys before the first and from the second on
};

struct AttentionPlan {
  std::vector<PlanBucket> buckets;
  torch::Tensor slot_T;  // int64 per query row: where its output stands in the buckets' outputs, one after the other
  std::int64_t queries = 0;
  std::shared_ptr<const BlockLists> lists;  // on a GPU, in place of buckets and slots: block_lists.h

  // To a GPU: with gradients on, for the backward pass as well.
  AttentionPlan to(torch::Device device) const;
};

// A run of heads that attend by one plan.
struct HeadSlice {
  AttentionPlan plan;
  std::int64_t head = 0;
  std::int64_t heads = 0;
  std::int64_t keyHead = 0;
  std::int64_t keyHeads = 0;
};

struct PlanRange {
  std::int64_t firstQuery = 0;  // query rows are layout rows firstQuery .. firstQuery + queries
  std::int64_t queries = 0;
  // Maps layout rows to rows of the key tensor; empty: they are the same. Every visible row must have an entry >= 0.
  const std::vector<std::int64_t>* keyRow = nullptr;
  // The layout rows of the queries where they are no run; firstQuery does not count then.
  const std::vector<std::int64_t>* queryRows = nullptr;

  std::int64_t rowOf(std::int64_t query) const {
    return queryRows == nullptr ? firstQuery + query : (*queryRows)[static_cast<std::size_t>(query)];
  }
};

// blockSize: queries a block, 64 suits a CPU's caches.
AttentionPlan makePlan(const Layout& layout, const Visibility& visibility, const PlanRange& range, int blockSize = 64);

// All layout rows that some query of the range sees, ascending.
std::vector<std::int64_t> visibleRows(const Layout& layout, const std::vector<Visibility>& visibilities,
                                      const PlanRange& range);

}  // namespace lacuna::engine

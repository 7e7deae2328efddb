// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/block_plan.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "engine/accelerator.h"

namespace lacuna::engine {
namespace {

struct Block {
  std::vector<std::int64_t> queries;               // 0 .. range.queries
  std::vector<std::vector<std::int64_t>> visible;  // per query, layout rows, ascending
  std::vector<std::int64_t> keys;                  // union, ascending
};

// Residue of the dilation: queries of different residues see different context.
std::int32_t residueOf(const Row& row, const Visibility& visibility) {
  const bool gap = row.kind == RowKind::kGap;
  const std::int32_t position = gap ? row.fill : row.read;
  return position < 0 ? 0 : position % (gap ? visibility.gap.dilation : visibility.context.dilation);
}

// Queries that see much the same stand together: by document, kind, candidate, residue of the dilation, position.
std::vector<std::int64_t> orderQueries(const Layout& layout, const Visibility& visibility, const PlanRange& range) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(range.queries));
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](std::int64_t query) {
    const std::int64_t index = range.rowOf(query);
    const Row& row = layout.rows[static_cast<std::size_t>(index)];
    const bool gap = row.kind == RowKind::kGap;
    const int kind = gap ? 3 : row.kind == RowKind::kGlobal ? 2 : row.kind == RowKind::kChunk ? 1 : 0;
    return std::make_tuple(row.document, kind, row.candidate, residueOf(row, visibility), gap ? row.fill : row.read,
                           index);
  };
  std::sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) { return key(a) < key(b); });
  return order;
}

bool sameGroup(const Row& a, const Row& b, const Visibility& visibility) {
  return a.document == b.document && (a.kind == b.kind || (a.read >= 0 && b.read >= 0)) && a.kind != RowKind::kChunk &&
         residueOf(a, visibility) == residueOf(b, visibility);
}

std::vector<Block> makeBlocks(const Layout& layout, const Visibility& visibility, const PlanRange& range,
                              int blockSize) {
  std::vector<Block> blocks;
  for (const std::int64_t query : orderQueries(layout, visibility, range)) {
    const bool fits = !blocks.empty() && blocks.back().queries.size() < static_cast<std::size_t>(blockSize) &&
                      sameGroup(layout.rows[static_cast<std::size_t>(range.rowOf(blocks.back().queries.back()))],
                                layout.rows[static_cast<std::size_t>(range.rowOf(query))], visibility);
    if (!fits) blocks.emplace_back();
    Block& block = blocks.back();
    block.queries.push_back(query);
    block.visible.emplace_back();
    listVisible(layout, range.rowOf(query), visibility, &block.visible.back());
  }
  // Neighbours see much the same: only what is new is put in order.
  std::vector<std::int32_t> seenBy(layout.rows.size(), -1);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Block& block = blocks[i];
    for (const auto& keys : block.visible) {
      for (const std::int64_t key : keys) {
        std::int32_t& seen = seenBy[static_cast<std::size_t>(key)];
        if (seen != static_cast<std::int32_t>(i)) block.keys.push_back(key);
        seen = static_cast<std::int32_t>(i);
      }
    }
    std::sort(block.keys.begin(), block.keys.end());
  }
  return blocks;
}

// Padding a block to its bucket's size costs time, a bucket costs a call: sizes within a third share one.
std::vector<std::vector<const Block*>> bucketBlocks(const std::vector<Block>& blocks) {
  std::vector<const Block*> sorted;
  for (const Block& block : blocks) sorted.push_back(&block);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Block* a, const Block* b) { return a->keys.size() > b->keys.size(); });
  std::vector<std::vector<const Block*>> buckets;
  for (const Block* block : sorted) {
    if (buckets.empty() || block->keys.size() * 3 < buckets.back().front()->keys.size() * 2) buckets.emplace_back();
    buckets.back().push_back(block);
  }
  return buckets;
}

PlanBucket fillBucket(const std::vector<const Block*>& blocks, const PlanRange& range, std::int64_t firstSlot,
                      std::int64_t* slots) {
  std::size_t queries = 0;
  std::size_t keys = 0;
  for (const Block* block : blocks) {
    queries = std::max(queries, block->queries.size());
    keys = std::max(keys, block->keys.size());
  }
  const auto n = static_cast<std::int64_t>(blocks.size());
  const auto q = static_cast<std::int64_t>(queries);
  const auto k = static_cast<std::int64_t>(keys);
  PlanBucket bucket;
  bucket.query_NQ = torch::zeros({n, q}, torch::kInt64);
  bucket.key_NK = torch::zeros({n, k}, torch::kInt64);
  bucket.bias_NQK = torch::full({n, q, k}, -std::numeric_limits<float>::infinity(), torch::kFloat32);
  bucket.span_NQ2 = torch::zeros({n, q, 2}, torch::kInt32);
  auto* spanData = bucket.span_NQ2.data_ptr<std::int32_t>();
  auto* queryData = bucket.query_NQ.data_ptr<std::int64_t>();
  auto* keyData = bucket.key_NK.data_ptr<std::int64_t>();
  auto* biasData = bucket.bias_NQK.data_ptr<float>();
  for (std::int64_t b = 0; b < n; ++b) {
    const Block& block = *blocks[static_cast<std::size_t>(b)];
    for (std::size_t j = 0; j < block.keys.size(); ++j) {
      const std::int64_t row = block.keys[j];
      keyData[b * k + static_cast<std::int64_t>(j)] =
          range.keyRow == nullptr ? row : (*range.keyRow)[static_cast<std::size_t>(row)];
    }
    for (std::int64_t i = 0; i < q; ++i) {
      const std::size_t source = std::min(static_cast<std::size_t>(i), block.queries.size() - 1);
      const std::int64_t query = block.queries[source];
      queryData[b * q + i] = query;
      if (static_cast<std::size_t>(i) == source) slots[query] = firstSlot + b * q + i;
      std::size_t j = 0;
      while (block.keys[j] != block.visible[source].front()) ++j;
      spanData[2 * (b * q + i)] = static_cast<std::int32_t>(j);
      for (const std::int64_t row : block.visible[source]) {
        while (block.keys[j] != row) ++j;
        biasData[(b * q + i) * k + static_cast<std::int64_t>(j)] = 0.0F;
      }
      spanData[2 * (b * q + i) + 1] = static_cast<std::int32_t>(j) + 1;
    }
  }
  return bucket;
}

}  // namespace

AttentionPlan AttentionPlan::to(torch::Device device) const {
  if (device.is_cuda() && accelerator() != nullptr) {
    BlockLists made = makeBlockLists(*this, at::GradMode::is_enabled());
    made.queries = made.queries.to(device);
    made.keys.list = made.keys.list.to(device);
    for (auto* x : {&made.keys.place_K, &made.keys.parts_K}) *x = x->defined() ? x->to(device) : *x;
    return {{}, {}, queries, std::make_shared<const BlockLists>(std::move(made))};
  }
  AttentionPlan moved{{}, slot_T.to(device), queries, nullptr};
  for (const PlanBucket& bucket : buckets) {
    moved.buckets.push_back(
        {bucket.query_NQ.to(device), bucket.key_NK.to(device), bucket.bias_NQK.to(device), bucket.span_NQ2.to(device)});
  }
  return moved;
}

AttentionPlan makePlan(const Layout& layout, const Visibility& visibility, const PlanRange& range, int blockSize) {
  AttentionPlan plan;
  plan.queries = range.queries;
  plan.slot_T = torch::zeros({range.queries}, torch::kInt64);
  const std::vector<Block> blocks = makeBlocks(layout, visibility, range, blockSize);
  std::int64_t slot = 0;
  for (const auto& bucket : bucketBlocks(blocks)) {
    plan.buckets.push_back(fillBucket(bucket, range, slot, plan.slot_T.data_ptr<std::int64_t>()));
    slot += plan.buckets.back().query_NQ.numel();
  }
  return plan;
}

std::vector<std::int64_t> visibleRows(const Layout& layout, const std::vector<Visibility>& visibilities,
                                      const PlanRange& range) {
  std::vector<bool> seen(layout.rows.size(), false);
  std::vector<std::int64_t> keys;
  for (const Visibility& visibility : visibilities) {
    for (std::int64_t query = 0; query < range.queries; ++query) {
      keys.clear();
      listVisible(layout, range.rowOf(query), visibility, &keys);
      for (const std::int64_t row : keys) seen[static_cast<std::size_t>(row)] = true;
    }
  }
  std::vector<std::int64_t> rows;
  for (std::size_t row = 0; row < seen.size(); ++row) {
    if (seen[row]) rows.push_back(static_cast<std::int64_t>(row));
  }
  return rows;
}

}  // namespace lacuna::engine

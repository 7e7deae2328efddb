// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/block_lists.h"

#include <algorithm>
#include <array>
#include <vector>

namespace lacuna::engine {
namespace {

constexpr auto kWidth = static_cast<std::size_t>(kListWidth);
using Columns = std::vector<std::int32_t>;
using Words = std::array<std::int64_t, kWidth>;

std::int64_t bit(std::size_t column) { return static_cast<std::int64_t>(std::uint64_t{1} << column); }

class ListBuilder {
 public:
  // sees(row, column) over indices into rows and columns; rows: 64 at most. Columns that nobody sees cost their place.
  template <class Sees>
  void add(const Columns& rows, const Columns& columns, const Sees& sees) {
    append(&row_, rows);
    for (std::size_t first = 0; first < columns.size(); first += kWidth) {
      const std::size_t count = std::min(kWidth, columns.size() - first);
      append(&column_, Columns(columns.begin() + static_cast<std::ptrdiff_t>(first),
                               columns.begin() + static_cast<std::ptrdiff_t>(first + count)));
      Words words{};
      for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t c = 0; c < count; ++c) words[row] |= sees(row, first + c) ? bit(c) : 0;
      }
      seen_.insert(seen_.end(), words.begin(), words.end());
    }
    firstTile_.push_back(static_cast<std::int32_t>(column_.size() / kWidth));
  }

  BlockList finish() const {
    const auto wide = [](const auto& values, torch::ScalarType type) {
      return torch::tensor(values, type).view({-1, kListWidth});
    };
    return {wide(row_, torch::kInt32), torch::tensor(firstTile_, torch::kInt32), wide(column_, torch::kInt32),
            wide(seen_, torch::kInt64)};
  }

 private:
  // 64 more, those that are missing -1.
  static void append(Columns* to, const Columns& values) {
    to->insert(to->end(), values.begin(), values.end());
    to->insert(to->end(), kWidth - values.size(), -1);
  }

  Columns row_, column_;
  Columns firstTile_ = {0};
  std::vector<std::int64_t> seen_;
};

void addBucket(const PlanBucket& bucket, const std::int64_t* slot, std::int64_t firstSlot, ListBuilder* builder) {
  const std::int64_t queries = bucket.query_NQ.size(1);
  const std::int64_t keys = bucket.key_NK.size(1);
  const auto* queryRow = bucket.query_NQ.const_data_ptr<std::int64_t>();
  const auto* keyRow = bucket.key_NK.const_data_ptr<std::int64_t>();
  const auto* bias = bucket.bias_NQK.const_data_ptr<float>();
  for (std::int64_t block = 0; block < bucket.query_NQ.size(0); ++block) {
    for (std::int64_t begin = 0; begin < queries; begin += kListWidth) {
      Columns rows;
      std::vector<std::int64_t> inBlock;
      for (std::int64_t i = begin; i < std::min(queries, begin + kListWidth); ++i) {
        const std::int64_t at = block * queries + i;
        if (slot[queryRow[at]] != firstSlot + at) continue;  // padding
        rows.push_back(static_cast<std::int32_t>(queryRow[at]));
        inBlock.push_back(i);
      }
      if (rows.empty()) continue;
      const auto sees = [&](std::size_t row, std::int64_t key) {
        return bias[(block * queries + inBlock[row]) * keys + key] == 0.0F;
      };
      std::vector<std::int64_t> seen;
      Columns columns;
      for (std::int64_t key = 0; key < keys; ++key) {
        bool any = false;
        for (std::size_t row = 0; row < rows.size() && !any; ++row) any = sees(row, key);
        if (!any) continue;
        seen.push_back(key);
        columns.push_back(static_cast<std::int32_t>(keyRow[block * keys + key]));
      }
      builder->add(rows, columns, [&](std::size_t row, std::size_t c) { return sees(row, seen[c]); });
    }
  }
}

// One key's queries, ascending by where they stand in the blocks: the place, 64 a block.
using SeenBy = std::vector<std::vector<std::int32_t>>;

SeenBy queriesOf(const BlockList& queries) {
  SeenBy seenBy;
  const auto* firstTile = queries.firstTile_N1.const_data_ptr<std::int32_t>();
  const auto* column = queries.column_T64.const_data_ptr<std::int32_t>();
  const auto* seen = queries.seen_T64.const_data_ptr<std::int64_t>();
  for (std::int64_t block = 0; block < queries.blocks(); ++block) {
    for (std::int64_t tile = firstTile[block]; tile < firstTile[block + 1]; ++tile) {
      for (std::int64_t c = 0; c < kListWidth; ++c) {
        const std::int32_t key = column[tile * kListWidth + c];
        if (key < 0) continue;
        if (static_cast<std::size_t>(key) >= seenBy.size()) seenBy.resize(static_cast<std::size_t>(key) + 1);
        for (std::int64_t row = 0; row < kListWidth; ++row) {
          if ((seen[tile * kListWidth + row] & bit(static_cast<std::size_t>(c))) != 0)
            seenBy[static_cast<std::size_t>(key)].push_back(static_cast<std::int32_t>(block * kListWidth + row));
        }
      }
    }
  }
  return seenBy;
}

// Keys that much the same blocks of queries see stand together; those that nobody sees are left out.
Columns orderKeys(const SeenBy& seenBy) {
  Columns order;
  for (std::size_t key = 0; key < seenBy.size(); ++key) {
    if (!seenBy[key].empty()) order.push_back(static_cast<std::int32_t>(key));
  }
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    const auto ends = [&](std::int32_t key) {
      const auto& queries = seenBy[static_cast<std::size_t>(key)];
      return std::make_pair(queries.front() / kListWidth, queries.back() / kListWidth);
    };
    return ends(a) < ends(b);
  });
  return order;
}

}  // namespace

BlockList BlockList::to(torch::Device device) const {
  if (!row_N64.defined()) return {};
  return {row_N64.to(device), firstTile_N1.to(device), column_T64.to(device), seen_T64.to(device)};
}

BlockLists makeBlockLists(const AttentionPlan& plan, bool withKeys) {
  ListBuilder builder;
  std::int64_t firstSlot = 0;
  for (const PlanBucket& bucket : plan.buckets) {
    addBucket(bucket, plan.slot_T.const_data_ptr<std::int64_t>(), firstSlot, &builder);
    firstSlot += bucket.query_NQ.numel();
  }
  BlockLists lists;
  lists.queries = builder.finish();
  if (withKeys) lists.keys = turnRound(lists.queries);
  lists.host = std::make_shared<const AttentionPlan>(plan);
  return lists;
}

KeyLists turnRound(const BlockList& queries, std::int64_t mostTiles) {
  const SeenBy seenBy = queriesOf(queries);
  const auto* queryRow = queries.row_N64.const_data_ptr<std::int32_t>();
  const Columns order = orderKeys(seenBy);
  std::vector<std::int32_t> place(seenBy.size(), -1);
  std::vector<std::int32_t> parts(seenBy.size(), 0);
  // Of the block at hand: per place of a query, which of the keys it sees.
  std::vector<std::int64_t> keysOf(static_cast<std::size_t>(queries.row_N64.numel()), 0);
  ListBuilder builder;
  std::int64_t blocks = 0;
  for (std::size_t first = 0; first < order.size(); first += kWidth) {
    const Columns keys(order.begin() + static_cast<std::ptrdiff_t>(first),
                       order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), first + kWidth)));
    std::vector<std::int32_t> seen;  // places of queries
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (const std::int32_t query : seenBy[static_cast<std::size_t>(keys[i])]) {
        std::int64_t& word = keysOf[static_cast<std::size_t>(query)];
        if (word == 0) seen.push_back(query);
        word |= bit(i);
      }
    }
    std::sort(seen.begin(), seen.end());
    const std::int64_t before = blocks;
    const auto most = static_cast<std::size_t>(mostTiles) * kWidth;
    for (std::size_t next = 0; next < seen.size(); next += most, ++blocks) {
      const std::size_t count = std::min(most, seen.size() - next);
      Columns columns;
      for (std::size_t c = 0; c < count; ++c) columns.push_back(queryRow[seen[next + c]]);
      builder.add(keys, columns, [&](std::size_t row, std::size_t c) {
        return (keysOf[static_cast<std::size_t>(seen[next + c])] & bit(row)) != 0;
      });
    }
    for (const std::int32_t query : seen) keysOf[static_cast<std::size_t>(query)] = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto key = static_cast<std::size_t>(keys[i]);
      place[key] = static_cast<std::int32_t>(before * kListWidth + static_cast<std::int64_t>(i));
      parts[key] = static_cast<std::int32_t>(blocks - before);
    }
  }
  return {builder.finish(), torch::tensor(place, torch::kInt32), torch::tensor(parts, torch::kInt32),
          static_cast<std::int64_t>(seenBy.size())};
}

}  // namespace lacuna::engine

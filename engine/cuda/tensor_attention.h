// SPDX-License-Identifier: GPL-3.0-or-later
// Attention over block lists on tensor cores: bfloat16 in and out, float32 scores and sums, one pass with an online
// softmax (FlashAttention-2, Dao 2023, arXiv:2307.08691). plain_attention.h is the same in a third of the lines.
//
// A block of 128 threads has 64 rows, and goes over their tiles of 64 columns. While one tile is computed, the next is
// copied into the other half of shared memory; with heads of more than 64 numbers the backward passes have room for
// one half only. kSize: the head size rounded up to 32, 64 or 128; the rest is zeros, which change no product.
#pragma once

#include "engine/cuda/tensor_tiles.h"

namespace lacuna::engine::cuda::tensor {

constexpr int kForwardTiles = 5;  // q; k and v twice

template <int kSize>
constexpr int backwardStages() {
  return kSize <= 64 ? 2 : 1;
}

template <int kSize>
constexpr int forwardBytes() {
  return kForwardTiles * tileNumbers<kSize>() * static_cast<int>(sizeof(Bfloat16));
}

template <int kSize>
constexpr int backwardBytes() {
  return (2 + 2 * backwardStages<kSize>()) * tileNumbers<kSize>() * static_cast<int>(sizeof(Bfloat16)) +
         2 * backwardStages<kSize>() * kWidth * static_cast<int>(sizeof(float));
}

// The two rows of a strip that a lane has sums of.
struct LaneRows {
  int upper;
  int lower;

  template <class Block>
  LACUNA_KERNEL explicit LaneRows(const Block& block)
      : upper(block.warp() * kStrip + block.lane() / 4), lower(upper + 8) {}
};

// Over the four lanes that share a row.
template <class Block>
LACUNA_KERNEL float highestOfRow(const Block& block, float x) {
  const float one = block.fromLane(x, 1);
  x = one > x ? one : x;
  const float two = block.fromLane(x, 2);
  return two > x ? two : x;
}

template <class Block>
LACUNA_KERNEL float sumOfRow(const Block& block, float x) {
  x += block.fromLane(x, 1);
  return x + block.fromLane(x, 2);
}

// The running softmax of one of a lane's two rows, in powers of 2.
struct OnlineRow {
  float highest = minusInfinity();
  float total = 0;  // of this lane's columns alone

  // Scores to weights; what the sums so far have to be multiplied by comes back. second: 0 or 2, which row of the lane.
  template <class Block>
  LACUNA_KERNEL float take(const Block& block, std::uint64_t seen, int second, float scale, Strip<kWidth>* scores) {
    const int first = block.lane() % 4 * 2;
    float best = highest;
    LACUNA_UNROLL
    for (int n = 0; n < kWidth / kColumnsOf; ++n) {
      LACUNA_UNROLL
      for (int i = 0; i < 2; ++i) {
        float& score = scores->at[n][second + i];
        score = sees(seen, n * kColumnsOf + first + i) ? score * scale : minusInfinity();
        best = score > best ? score : best;
      }
    }
    best = highestOfRow(block, best);
    // A row that has seen nothing yet: every weight is 0, none is not a number.
    const float reference = best == minusInfinity() ? 0.0F : best;
    const float shrink = block.exp2(highest - reference);
    highest = best;
    total *= shrink;
    LACUNA_UNROLL
    for (int n = 0; n < kWidth / kColumnsOf; ++n) {
      LACUNA_UNROLL
      for (int i = 0; i < 2; ++i) {
        float& score = scores->at[n][second + i];
        score = block.exp2(score - reference);
        total += score;
      }
    }
    return shrink;
  }
};

// block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Block>
LACUNA_KERNEL void forward(const Block& block, const AttentionTask<Bfloat16>& task) {
  auto* const q = reinterpret_cast<Bfloat16*>(block.memory());
  Bfloat16* const tiles = q + tileNumbers<kSize>();
  const auto k = [&](int stage) { return tiles + 2 * stage * tileNumbers<kSize>(); };
  const auto v = [&](int stage) { return k(stage) + tileNumbers<kSize>(); };
  const int head = block.y();
  const int keyHead = head / task.shared;
  const std::int32_t* const rows = task.list.row + block.x() * kWidth;
  const int firstTile = task.list.firstTile[block.x()];
  const LaneRows lane(block);
  const float scale = task.scale * kLog2E;
  copyTile<kSize>(block, task.q, rows, head, task.size, q);
  Strip<kSize> sums;
  OnlineRow upper;
  OnlineRow lower;
  overTiles<2>(
      block, task.list.firstTile[block.x() + 1] - firstTile,
      [&](int step, int stage) {
        const std::int32_t* const column = task.list.column + (firstTile + step) * kWidth;
        copyTile<kSize>(block, task.k, column, keyHead, task.size, k(stage));
        copyTile<kSize>(block, task.v, column, keyHead, task.size, v(stage));
      },
      [&](int step, int stage) {
        const std::uint64_t* const seen = task.list.seen + (firstTile + step) * kWidth;
        Strip<kWidth> scores;
        multiplyRows<kSize>(block, q, k(stage), &scores);
        const float shrinkUpper = upper.take(block, seen[lane.upper], 0, scale, &scores);
        const float shrinkLower = lower.take(block, seen[lane.lower], 2, scale, &scores);
        sums.multiply(shrinkUpper, shrinkLower);
        multiplyColumns<kSize>(block, asLeft(block, scores), v(stage), &sums);
      });
  upper.total = sumOfRow(block, upper.total);
  lower.total = sumOfRow(block, lower.total);
  sums.multiply(1.0F / upper.total, 1.0F / lower.total);
  storeStrip<kSize, Bfloat16>(block, sums, task.size,
                              [&](int row) { return rows[row] < 0 ? nullptr : task.out.at(rows[row], head); });
  if (block.lane() % 4 != 0) return;
  const auto note = [&](int row, const OnlineRow& online) {
    if (rows[row] >= 0)
      task.logSum_QH[std::int64_t{rows[row]} * task.heads + head] = (online.highest + block.log2(online.total)) * kLn2;
  };
  note(lane.upper, upper);
  note(lane.lower, lower);
}

}  // namespace lacuna::engine::cuda::tensor

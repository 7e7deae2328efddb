// SPDX-License-Identifier: GPL-3.0-or-later
// The gradients of tensor_attention.h. Weights are computed again from the scores and the logarithm of their sum:
// P = exp(S - L), dS = P (dP - delta), with delta the sum over a head of the output times its gradient.
// Queries' and keys' gradients are two kernels, each over its own list, so that nothing is added by two blocks.
#pragma once

#include "engine/cuda/tensor_attention.h"

namespace lacuna::engine::cuda::tensor {

// What a softmax's weight comes from: its row's (here: its query's) log sum and delta.
struct QuerySums {
  float logSum;
  float delta;

  LACUNA_KERNEL static QuerySums of(const AttentionTask<Bfloat16>& task, std::int32_t query, int head) {
    const std::int64_t at = std::int64_t{query < 0 ? 0 : query} * task.heads + head;
    return {task.logSum_QH[at], task.delta_QH[at]};
  }
};

// A score to its weight, and the gradient of the weight to that of the score, unscaled.
template <class Block>
LACUNA_KERNEL void turnBack(const Block& block, bool seen, const QuerySums& sums, float scale, float* score,
                            float* gradient) {
  const float weight = seen ? block.exp2((*score * scale - sums.logSum) * kLog2E) : 0.0F;
  *gradient = weight * (*gradient - sums.delta);
  *score = weight;
}

// dq. block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Block>
LACUNA_KERNEL void queryGradients(const Block& block, const AttentionTask<Bfloat16>& task) {
  constexpr int kStages = backwardStages<kSize>();
  auto* const q = reinterpret_cast<Bfloat16*>(block.memory());
  Bfloat16* const outGradient = q + tileNumbers<kSize>();
  Bfloat16* const tiles = outGradient + tileNumbers<kSize>();
  const auto k = [&](int stage) { return tiles + 2 * stage * tileNumbers<kSize>(); };
  const auto v = [&](int stage) { return k(stage) + tileNumbers<kSize>(); };
  const int head = block.y();
  const int keyHead = head / task.shared;
  const std::int32_t* const rows = task.list.row + block.x() * kWidth;
  const int firstTile = task.list.firstTile[block.x()];
  const LaneRows lane(block);
  const QuerySums upper = QuerySums::of(task, rows[lane.upper], head);
  const QuerySums lower = QuerySums::of(task, rows[lane.lower], head);
  copyTile<kSize>(block, task.q, rows, head, task.size, q);
  copyTile<kSize>(block, task.outGradient, rows, head, task.size, outGradient);
  Strip<kSize> sums;
  overTiles<kStages>(
      block, task.list.firstTile[block.x() + 1] - firstTile,
      [&](int step, int stage) {
        const std::int32_t* const column = task.list.column + (firstTile + step) * kWidth;
        copyTile<kSize>(block, task.k, column, keyHead, task.size, k(stage));
        copyTile<kSize>(block, task.v, column, keyHead, task.size, v(stage));
      },
      [&](int step, int stage) {
        const std::uint64_t* const seen = task.list.seen + (firstTile + step) * kWidth;
        const std::uint64_t seenUpper = seen[lane.upper];
        const std::uint64_t seenLower = seen[lane.lower];
        Strip<kWidth> scores;
        Strip<kWidth> gradients;
        multiplyRows<kSize>(block, q, k(stage), &scores);
        multiplyRows<kSize>(block, outGradient, v(stage), &gradients);
        LACUNA_UNROLL
        for (int n = 0; n < kWidth / kColumnsOf; ++n) {
          LACUNA_UNROLL
          for (int i = 0; i < 4; ++i) {
            const int column = n * kColumnsOf + block.lane() % 4 * 2 + i % 2;
            turnBack(block, sees(i < 2 ? seenUpper : seenLower, column), i < 2 ? upper : lower, task.scale,
                     &scores.at[n][i], &gradients.at[n][i]);
          }
        }
        multiplyColumns<kSize>(block, asLeft(block, gradients), k(stage), &sums);
      });
  sums.multiply(task.scale, task.scale);
  storeStrip<kSize, Bfloat16>(block, sums, task.size,
                              [&](int row) { return rows[row] < 0 ? nullptr : task.out.at(rows[row], head); });
}

// dk and dv of a block's keys from its queries. Everything is turned round: rows are keys, columns queries.
// block.x(): the block of the list; block.y(): the key head.
template <int kSize, class Block>
LACUNA_KERNEL void keyGradients(const Block& block, const AttentionTask<Bfloat16>& task) {
  constexpr int kStages = backwardStages<kSize>();
  auto* const k = reinterpret_cast<Bfloat16*>(block.memory());
  Bfloat16* const v = k + tileNumbers<kSize>();
  Bfloat16* const tiles = v + tileNumbers<kSize>();
  auto* const sumsOfTile = reinterpret_cast<QuerySums*>(tiles + 2 * kStages * tileNumbers<kSize>());
  const auto q = [&](int stage) { return tiles + 2 * stage * tileNumbers<kSize>(); };
  const auto outGradient = [&](int stage) { return q(stage) + tileNumbers<kSize>(); };
  const int keyHead = block.y();
  const std::int32_t* const rows = task.list.row + block.x() * kWidth;
  const int firstTile = task.list.firstTile[block.x()];
  const int steps = task.list.firstTile[block.x() + 1] - firstTile;
  const LaneRows lane(block);
  copyTile<kSize>(block, task.k, rows, keyHead, task.size, k);
  copyTile<kSize>(block, task.v, rows, keyHead, task.size, v);
  Strip<kSize> keySums;
  Strip<kSize> valueSums;
  overTiles<kStages>(
      block, steps * task.shared,
      [&](int step, int stage) {
        const int head = keyHead * task.shared + step / steps;
        const std::int32_t* const column = task.list.column + (firstTile + step % steps) * kWidth;
        copyTile<kSize>(block, task.q, column, head, task.size, q(stage));
        copyTile<kSize>(block, task.outGradient, column, head, task.size, outGradient(stage));
        const int i = block.thread();
        if (i < kWidth) sumsOfTile[stage * kWidth + i] = QuerySums::of(task, column[i], head);
      },
      [&](int step, int stage) {
        const std::uint64_t* const seen = task.list.seen + (firstTile + step % steps) * kWidth;
        const std::uint64_t seenUpper = seen[lane.upper];
        const std::uint64_t seenLower = seen[lane.lower];
        Strip<kWidth> scores;
        Strip<kWidth> gradients;
        multiplyRows<kSize>(block, k, q(stage), &scores);
        multiplyRows<kSize>(block, v, outGradient(stage), &gradients);
        LACUNA_UNROLL
        for (int n = 0; n < kWidth / kColumnsOf; ++n) {
          LACUNA_UNROLL
          for (int i = 0; i < 4; ++i) {
            const int column = n * kColumnsOf + block.lane() % 4 * 2 + i % 2;
            turnBack(block, sees(i < 2 ? seenUpper : seenLower, column), sumsOfTile[stage * kWidth + column],
                     task.scale, &scores.at[n][i], &gradients.at[n][i]);
          }
        }
        multiplyColumns<kSize>(block, asLeft(block, scores), outGradient(stage), &valueSums);
        multiplyColumns<kSize>(block, asLeft(block, gradients), q(stage), &keySums);
      });
  keySums.multiply(task.scale, task.scale);
  const int keyHeads = task.heads / task.shared;
  const auto place = [&](float* sums) {
    return [=](int row) { return sums + ((std::int64_t{block.x()} * kWidth + row) * keyHeads + keyHead) * task.size; };
  };
  storeStrip<kSize, float>(block, keySums, task.size, place(task.keySum));
  storeStrip<kSize, float>(block, valueSums, task.size, place(task.valueSum));
}

}  // namespace lacuna::engine::cuda::tensor

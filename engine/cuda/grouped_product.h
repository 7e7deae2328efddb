// SPDX-License-Identifier: GPL-3.0-or-later
// Products of rows with the matrix of their expert on tensor cores, where ATen has none that leaves the host out of it
// (at::_grouped_mm asks the host on anything but compute capability 9 and 10). The grid is as large as it can have to
// be, and each block finds out by itself what is left for it: nothing about the experts' loads is known to the host.
//
// Shapes: N rows, sorted by expert, E experts, I inputs, O outputs; I and O multiples of 8.
#pragma once

#include "engine/cuda/tensor_tiles.h"

namespace lacuna::engine::cuda::tensor {

constexpr int kDepth = 64;  // of a tile: numbers that one step of the sum takes
constexpr int kGroupBytes = 4 * tileNumbers<kDepth>() * static_cast<int>(sizeof(Bfloat16));

struct GroupTask {
  const std::int32_t* ends_E = nullptr;  // where each expert's rows end
  const Bfloat16* x_NI = nullptr;
  const Bfloat16* weight_EOI = nullptr;  // the product alone
  Bfloat16* out_NO = nullptr;
  const Bfloat16* outGradient_NO = nullptr;  // the weights' gradients alone
  float* weightGradient_EOI = nullptr;
  int rows = 0;
  int experts = 0;
  int inputs = 0;
  int outputs = 0;
};

// Tiles of 64 rows that any loads can make of so many rows.
constexpr int mostRowTiles(int rows, int experts) { return rows / kWidth + experts; }

struct RowTile {
  int expert = -1;  // none is left
  int first = 0;
  int end = 0;  // of the expert's rows
};

LACUNA_KERNEL RowTile findTile(const GroupTask& task, int number) {
  int begin = 0;
  for (int expert = 0; expert < task.experts; ++expert) {
    const int end = task.ends_E[expert];
    const int tiles = (end - begin + kWidth - 1) / kWidth;
    if (number < tiles) return {expert, begin + number * kWidth, end};
    number -= tiles;
    begin = end;
  }
  return {};
}

// out = x weight^T. block.x(): the tile of rows; block.y(): the tile of outputs.
template <class Block>
LACUNA_KERNEL void groupedProduct(const Block& block, const GroupTask& task) {
  auto* const tiles = reinterpret_cast<Bfloat16*>(block.memory());
  const auto x = [&](int stage) { return tiles + 2 * stage * tileNumbers<kDepth>(); };
  const auto weight = [&](int stage) { return x(stage) + tileNumbers<kDepth>(); };
  const RowTile tile = findTile(task, block.x());
  if (tile.expert < 0) return;
  const int firstOut = block.y() * kWidth;
  const Bfloat16* const matrix = task.weight_EOI + std::int64_t{tile.expert} * task.outputs * task.inputs;
  Strip<kWidth> sums;
  overTiles<2>(
      block, (task.inputs + kDepth - 1) / kDepth,
      [&](int step, int stage) {
        const auto from = [&](const Bfloat16* rows, int begin, int end) {
          return [=, &task](int row, int first) -> const Bfloat16* {
            const int at = step * kDepth + first;
            return begin + row < end && at < task.inputs ? rows + std::int64_t{begin + row} * task.inputs + at
                                                         : nullptr;
          };
        };
        copyRows<kDepth>(block, task.x_NI, from(task.x_NI, tile.first, tile.end), x(stage));
        copyRows<kDepth>(block, task.x_NI, from(matrix, firstOut, task.outputs), weight(stage));
      },
      [&](int, int stage) { multiplyRows<kDepth>(block, x(stage), weight(stage), &sums); });
  storeStrip<kWidth, Bfloat16>(block, sums, task.outputs - firstOut, [&](int row) -> Bfloat16* {
    return tile.first + row < tile.end ? task.out_NO + std::int64_t{tile.first + row} * task.outputs + firstOut
                                       : nullptr;
  });
}

// weightGradient = outGradient^T x, expert by expert. block.x(): expert * tiles of outputs + tile; block.y(): the tile
// of inputs.
template <class Block>
LACUNA_KERNEL void groupedGradient(const Block& block, const GroupTask& task) {
  auto* const tiles = reinterpret_cast<Bfloat16*>(block.memory());
  const auto x = [&](int stage) { return tiles + 2 * stage * tileNumbers<kDepth>(); };
  const auto gradient = [&](int stage) { return x(stage) + tileNumbers<kDepth>(); };
  const int outTiles = (task.outputs + kWidth - 1) / kWidth;
  const int expert = block.x() / outTiles;
  const int firstOut = block.x() % outTiles * kWidth;
  const int firstIn = block.y() * kWidth;
  const int begin = expert == 0 ? 0 : task.ends_E[expert - 1];
  const int end = task.ends_E[expert];
  Strip<kWidth> sums;
  overTiles<2>(
      block, (end - begin + kWidth - 1) / kWidth,
      [&](int step, int stage) {
        const auto from = [&](const Bfloat16* rows, int column, int columns) {
          return [=](int row, int first) -> const Bfloat16* {
            const int at = begin + step * kWidth + row;
            return at < end && column + first < columns ? rows + std::int64_t{at} * columns + column + first : nullptr;
          };
        };
        copyRows<kDepth>(block, task.x_NI, from(task.x_NI, firstIn, task.inputs), x(stage));
        copyRows<kDepth>(block, task.x_NI, from(task.outGradient_NO, firstOut, task.outputs), gradient(stage));
      },
      [&](int, int stage) { multiplyTurned<kDepth>(block, gradient(stage), x(stage), &sums); });
  float* const matrix = task.weightGradient_EOI + std::int64_t{expert} * task.outputs * task.inputs;
  storeStrip<kWidth, float>(block, sums, task.inputs - firstIn, [&](int row) -> float* {
    return firstOut + row < task.outputs ? matrix + std::int64_t{firstOut + row} * task.inputs + firstIn : nullptr;
  });
}

}  // namespace lacuna::engine::cuda::tensor

// SPDX-License-Identifier: GPL-3.0-or-later
// How the products of avx2_linear and avx2_fixed go over their rows and panels: six rows are a block, a panel of 16
// columns stays in the nearest cache while the blocks pass it, and a block's products with a panel are 6 by 16 numbers.
// Only for files that are compiled for AVX2 and FMA; everything has internal linkage.
//
// Task: LinearTask or FixedTask. multiply(block, weights, panel, y) computes y[row][half] = products with 8 columns
// each.
#pragma once

#include "engine/linear/avx2_fixed.h"
#include "engine/linear/avx2_linear.h"
#include "engine/linear/avx2_math.h"

namespace lacuna::engine {
namespace {

// Values of one panel, as they are laid out.
[[maybe_unused]] inline std::int64_t panelValues(const LinearTask& task) { return task.inputs * kPanelColumns; }
[[maybe_unused]] inline std::int64_t panelValues(const FixedTask& task) {
  return (task.inputs + 1) / 2 * 2 * kPanelColumns;
}

template <class Value>
struct Avx2Block {
  const Value* x[kTileRows];
  std::int64_t from[kTileRows];  // which rows of x they are
  float* out[kTileRows];
  float scale[kTileRows];
  int rows = 0;  // those past the last repeat it and are not stored
};

template <class Value, class Task>
Avx2Block<Value> avx2TakeRows(const Task& task, std::int64_t start) {
  Avx2Block<Value> block;
  block.rows = static_cast<int>(task.rows - start < kTileRows ? task.rows - start : kTileRows);
  for (int i = 0; i < kTileRows; ++i) {
    const std::int64_t row = start + (i < block.rows ? i : block.rows - 1);
    block.from[i] = task.xRow_M == nullptr ? row : task.xRow_M[row];
    block.x[i] = task.x + block.from[i] * task.xStride;
    block.out[i] = task.out + (task.outRow_M == nullptr ? row : task.outRow_M[row]) * task.outStride;
    block.scale[i] = task.scale_M == nullptr ? 1.0F : task.scale_M[row];
  }
  return block;
}

// Part `part` of `parts` of so many bytes is asked for. Weights of a step come from main memory, so while the blocks
// pass a panel, each asks for its part of the next one: all at once would wait for each other.
[[maybe_unused]] inline void avx2Fetch(const char* next, std::int64_t bytes, std::int64_t part, std::int64_t parts) {
  constexpr std::int64_t kLine = 64;
  const std::int64_t lines = (bytes + kLine - 1) / kLine;
  for (std::int64_t line = lines * part / parts; line < lines * (part + 1) / parts; ++line)
    __builtin_prefetch(next + line * kLine, 0, 2);
}

// store(block, panel, y) puts one block's products with one panel where they belong.
template <class Value, class Task, class Multiply, class Store>
void avx2EachBlock(const Task& task, std::int64_t first, std::int64_t last, const Multiply& multiply,
                   const Store& store) {
  const std::int64_t values = panelValues(task);
  const auto bytes = values * static_cast<std::int64_t>(sizeof(Value));
  // Rows that pass one panel after the other; their places are looked up once for so many blocks.
  constexpr std::int64_t kBlocksAtOnce = 44;
  for (std::int64_t start = 0; start < task.rows; start += kBlocksAtOnce * kTileRows) {
    Avx2Block<Value> blocks[kBlocksAtOnce];
    std::int64_t count = 0;
    for (std::int64_t row = start; row < task.rows && count < kBlocksAtOnce; row += kTileRows)
      blocks[count++] = avx2TakeRows<Value>(task, row);
    for (std::int64_t panel = first; panel < last; ++panel) {
      const Value* const weights = task.panels + panel * values;
      for (std::int64_t b = 0; b < count; ++b) {
        avx2Fetch(reinterpret_cast<const char*>(weights + values), bytes, b, count);
        __m256 y[kTileRows][2];
        multiply(blocks[b], weights, panel, y);
        store(blocks[b], panel, y);
      }
    }
  }
}

// out = y, or out += scale y.
template <class Value, class Task, class Multiply>
void avx2StorePanels(const Task& task, std::int64_t first, std::int64_t last, const Multiply& multiply) {
  const bool adds = task.scale_M != nullptr;
  const auto store = [&](const Avx2Block<Value>& block, std::int64_t panel, const __m256(*y)[2]) {
    const std::int64_t column = panel * kPanelColumns;
    for (int r = 0; r < block.rows; ++r) {
      avx2Put(y[r][0], block.out[r] + column, task.outputs - column, adds, block.scale[r]);
      avx2Put(y[r][1], block.out[r] + column + 8, task.outputs - column - 8, adds, block.scale[r]);
    }
  };
  avx2EachBlock<Value>(task, first, last, multiply, store);
}

// Panels of 8 gate and 8 up columns: out = silu(gate) up.
template <class Value, class Task, class Multiply>
void avx2StoreGatedPanels(const Task& task, std::int64_t first, std::int64_t last, const Multiply& multiply) {
  const auto store = [&](const Avx2Block<Value>& block, std::int64_t panel, const __m256(*y)[2]) {
    const std::int64_t column = panel * 8;
    for (int r = 0; r < block.rows; ++r)
      avx2Put(avx2Gated(y[r][0], y[r][1]), block.out[r] + column, task.outputs - column, false, 1.0F);
  };
  avx2EachBlock<Value>(task, first, last, multiply, store);
}

}  // namespace
}  // namespace lacuna::engine

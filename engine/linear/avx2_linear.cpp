// SPDX-License-Identifier: GPL-3.0-or-later
// A panel stays in the nearest cache while the rows pass, six at a time.
#include "engine/linear/avx2_linear.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

// Rows that pass one panel after the other; their places are looked up once for so many blocks.
constexpr std::int64_t kBlocksAtOnce = 44;

struct Block {
  const float* x[kTileRows];
  float* out[kTileRows];
  float scale[kTileRows];
  int rows = 0;  // those past the last repeat it and are not stored
};

Block takeRows(const LinearTask& task, std::int64_t start) {
  Block block;
  block.rows = static_cast<int>(task.rows - start < kTileRows ? task.rows - start : kTileRows);
  for (int i = 0; i < kTileRows; ++i) {
    const std::int64_t row = start + (i < block.rows ? i : block.rows - 1);
    block.x[i] = task.x + (task.xRow_M == nullptr ? row : task.xRow_M[row]) * task.xStride;
    block.out[i] = task.out + (task.outRow_M == nullptr ? row : task.outRow_M[row]) * task.outStride;
    block.scale[i] = task.scale_M == nullptr ? 1.0F : task.scale_M[row];
  }
  return block;
}

// The first block of rows asks for the next panel meanwhile: weights of a step come from main memory.
void multiply(const Block& block, const LinearTask& task, std::int64_t panel, bool fetches, __m256 (*sum)[2]) {
  const float* weights = task.panels + panel * task.inputs * kPanelColumns;
  if (fetches)
    avx2MultiplyTile<true>(block.x, weights, kPanelColumns, task.inputs, sum);
  else
    avx2MultiplyTile<false>(block.x, weights, kPanelColumns, task.inputs, sum);
}

// store(block, panel, y) puts one block's products with one panel where they belong.
template <class Store>
void eachBlock(const LinearTask& task, std::int64_t first, std::int64_t last, const Store& store) {
  for (std::int64_t start = 0; start < task.rows; start += kBlocksAtOnce * kTileRows) {
    Block blocks[kBlocksAtOnce];
    std::int64_t count = 0;
    for (std::int64_t row = start; row < task.rows && count < kBlocksAtOnce; row += kTileRows)
      blocks[count++] = takeRows(task, row);
    for (std::int64_t panel = first; panel < last; ++panel) {
      for (std::int64_t b = 0; b < count; ++b) {
        __m256 y[kTileRows][2];
        multiply(blocks[b], task, panel, start == 0 && b == 0, y);
        store(blocks[b], panel, y);
      }
    }
  }
}

}  // namespace

void multiplyPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  const bool adds = task.scale_M != nullptr;
  eachBlock(task, first, last, [&](const Block& block, std::int64_t panel, const __m256(*y)[2]) {
    const std::int64_t column = panel * kPanelColumns;
    for (int r = 0; r < block.rows; ++r) {
      avx2Put(y[r][0], block.out[r] + column, task.outputs - column, adds, block.scale[r]);
      avx2Put(y[r][1], block.out[r] + column + 8, task.outputs - column - 8, adds, block.scale[r]);
    }
  });
}

void multiplyGatedPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  eachBlock(task, first, last, [&](const Block& block, std::int64_t panel, const __m256(*y)[2]) {
    const std::int64_t column = panel * 8;
    for (int r = 0; r < block.rows; ++r)
      avx2Put(avx2Gated(y[r][0], y[r][1]), block.out[r] + column, task.outputs - column, false, 1.0F);
  });
}

bool hasAvx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }

#else

bool hasAvx2() { return false; }
void multiplyPanels(const LinearTask&, std::int64_t, std::int64_t) {}
void multiplyGatedPanels(const LinearTask&, std::int64_t, std::int64_t) {}

#endif

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// A panel stays in the nearest cache while the rows pass, six at a time.
#include "engine/linear/avx2_linear.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

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

// The first `columns` of 8 values, stored or added.
void put(__m256 value, float* to, std::int64_t columns, bool adds, float scale) {
  if (columns >= 8) {
    if (adds) value = _mm256_fmadd_ps(value, _mm256_set1_ps(scale), _mm256_loadu_ps(to));
    _mm256_storeu_ps(to, value);
    return;
  }
  if (columns <= 0) return;
  const __m256i lanes = avx2LanesBefore(columns);
  if (adds) value = _mm256_fmadd_ps(value, _mm256_set1_ps(scale), _mm256_maskload_ps(to, lanes));
  _mm256_maskstore_ps(to, lanes, value);
}

}  // namespace

void multiplyPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  const bool adds = task.scale_M != nullptr;
  for (std::int64_t panel = first; panel < last; ++panel) {
    const std::int64_t column = panel * kPanelColumns;
    for (std::int64_t start = 0; start < task.rows; start += kTileRows) {
      const Block block = takeRows(task, start);
      __m256 sum[kTileRows][2];
      multiply(block, task, panel, start == 0, sum);
      for (int r = 0; r < block.rows; ++r) {
        put(sum[r][0], block.out[r] + column, task.outputs - column, adds, block.scale[r]);
        put(sum[r][1], block.out[r] + column + 8, task.outputs - column - 8, adds, block.scale[r]);
      }
    }
  }
}

void multiplyGatedPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  for (std::int64_t panel = first; panel < last; ++panel) {
    const std::int64_t column = panel * 8;
    for (std::int64_t start = 0; start < task.rows; start += kTileRows) {
      const Block block = takeRows(task, start);
      __m256 sum[kTileRows][2];
      multiply(block, task, panel, start == 0, sum);
      for (int r = 0; r < block.rows; ++r) {
        const __m256 one = _mm256_set1_ps(1.0F);
        const __m256 decay = avx2Exponential(_mm256_sub_ps(_mm256_setzero_ps(), sum[r][0]));
        const __m256 gate = _mm256_div_ps(sum[r][0], _mm256_add_ps(one, decay));
        put(_mm256_mul_ps(gate, sum[r][1]), block.out[r] + column, task.outputs - column, false, 1.0F);
      }
    }
  }
}

bool hasAvx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }

#else

bool hasAvx2() { return false; }
void multiplyPanels(const LinearTask&, std::int64_t, std::int64_t) {}
void multiplyGatedPanels(const LinearTask&, std::int64_t, std::int64_t) {}

#endif

}  // namespace lacuna::engine

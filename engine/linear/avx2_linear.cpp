// SPDX-License-Identifier: GPL-3.0-or-later
// 6 rows by 16 columns in 12 accumulators, over all inputs: a panel stays in the nearest cache while the rows pass.
#include "engine/linear/avx2_linear.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

constexpr int kRows = 6;

struct Block {
  const float* x[kRows];
  float* out[kRows];
  float scale[kRows];
  int rows = 0;  // those past the last repeat it and are not stored
};

Block takeRows(const LinearTask& task, std::int64_t start) {
  Block block;
  block.rows = static_cast<int>(task.rows - start < kRows ? task.rows - start : kRows);
  for (int i = 0; i < kRows; ++i) {
    const std::int64_t row = start + (i < block.rows ? i : block.rows - 1);
    block.x[i] = task.x + (task.xRow_M == nullptr ? row : task.xRow_M[row]) * task.xStride;
    block.out[i] = task.out + (task.outRow_M == nullptr ? row : task.outRow_M[row]) * task.outStride;
    block.scale[i] = task.scale_M == nullptr ? 1.0F : task.scale_M[row];
  }
  return block;
}

// Fetches: the next panel is asked for meanwhile, a line an input. Weights of a step come from main memory.
template <bool kFetches>
void multiply(const Block& block, const float* panel, std::int64_t inputs, __m256 (*sum)[2]) {
  __m256 total[kRows][2];
  for (auto& row : total) row[0] = row[1] = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < inputs; ++i) {
    const __m256 low = _mm256_load_ps(panel + i * kPanelColumns);
    const __m256 high = _mm256_load_ps(panel + i * kPanelColumns + 8);
    if constexpr (kFetches) __builtin_prefetch(panel + (inputs + i) * kPanelColumns, 0, 2);
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) {
      const __m256 x = _mm256_broadcast_ss(block.x[r] + i);
      total[r][0] = _mm256_fmadd_ps(x, low, total[r][0]);
      total[r][1] = _mm256_fmadd_ps(x, high, total[r][1]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) {
    sum[r][0] = total[r][0];
    sum[r][1] = total[r][1];
  }
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
    const float* weights = task.panels + panel * task.inputs * kPanelColumns;
    const std::int64_t column = panel * kPanelColumns;
    for (std::int64_t start = 0; start < task.rows; start += kRows) {
      const Block block = takeRows(task, start);
      __m256 sum[kRows][2];
      if (start == 0)
        multiply<true>(block, weights, task.inputs, sum);
      else
        multiply<false>(block, weights, task.inputs, sum);
      for (int r = 0; r < block.rows; ++r) {
        put(sum[r][0], block.out[r] + column, task.outputs - column, adds, block.scale[r]);
        put(sum[r][1], block.out[r] + column + 8, task.outputs - column - 8, adds, block.scale[r]);
      }
    }
  }
}

void multiplyGatedPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  for (std::int64_t panel = first; panel < last; ++panel) {
    const float* weights = task.panels + panel * task.inputs * kPanelColumns;
    const std::int64_t column = panel * 8;
    for (std::int64_t start = 0; start < task.rows; start += kRows) {
      const Block block = takeRows(task, start);
      __m256 sum[kRows][2];
      if (start == 0)
        multiply<true>(block, weights, task.inputs, sum);
      else
        multiply<false>(block, weights, task.inputs, sum);
      for (int r = 0; r < block.rows; ++r) {
        const __m256 one = _mm256_set1_ps(1.0F);
        const __m256 decay = avx2Exponential(_mm256_sub_ps(_mm256_setzero_ps(), sum[r][0]));
        const __m256 gate = _mm256_div_ps(sum[r][0], _mm256_add_ps(one, decay));
        put(_mm256_mul_ps(gate, sum[r][1]), block.out[r] + column, task.outputs - column, false, 1.0F);
      }
    }
  }
}

#else

void multiplyPanels(const LinearTask&, std::int64_t, std::int64_t) {}
void multiplyGatedPanels(const LinearTask&, std::int64_t, std::int64_t) {}

#endif

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// With P the weights, s the scale, G the gradient of the outputs O:
//   dV = P^T G,   dS = s P (G V^T - rowsum(G O)),   dQ = dS K,   dK = dS^T Q.
// Rows are taken six at a time and visit only the panels of keys that they can see; keys visit only the rows that can
// see them.
#include "engine/attention/avx2_gradient.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

constexpr std::int64_t kPanel = 16;

std::int64_t upTo(std::int64_t count, std::int64_t step) { return (count + step - 1) / step * step; }

// Where things lie in the scratch memory.
struct Work {
  Work(std::int64_t rows, std::int64_t keys, std::int64_t size, float* scratch)
      : headSize(size), columns(upTo(keys, kPanel)), width(columns + 8), tiles(upTo(rows, kTileRows)) {
    const auto take = [&](std::int64_t floats) {
      float* const at = scratch + total;
      total += upTo(floats, 8);
      return at;
    };
    key_PD16 = take(columns * size);
    value_PD16 = take(columns * size);
    key_KD = take(columns * size);
    q_RD = take(tiles * size);
    out_RD = take(tiles * size);
    weight_RK = take(tiles * width);
    score_RK = take(tiles * width);
    rowRange_P2 = reinterpret_cast<std::int32_t*>(take(columns / kPanel * 2));
  }

  std::int64_t headSize, columns, width, tiles;
  std::int64_t total = 0;
  float* key_PD16;    // panels of 16 keys, transposed
  float* value_PD16;  // the same of values
  float* key_KD;
  float* q_RD;                // rows of the block, one after the other
  float* out_RD;              // gradients of the outputs
  float* weight_RK;           // P, `width` apart
  float* score_RK;            // dS
  std::int32_t* rowRange_P2;  // of each panel, the first row that visits it, and one past the last
};

const float* keyRow(const AttentionTile& tile, std::int64_t j) {
  return tile.k + tile.key_K[j < tile.keys ? j : tile.keys - 1] * tile.kStride;
}

const float* valueRow(const AttentionTile& tile, std::int64_t j) {
  return tile.v + tile.key_K[j < tile.keys ? j : tile.keys - 1] * tile.vStride;
}

template <class RowOf>
void transposePanels(const RowOf& rowOf, const Work& work, float* panels_PD16) {
  for (std::int64_t first = 0; first < work.columns; first += kPanel) {
    float* to = panels_PD16 + first * work.headSize;
    for (std::int64_t half = 0; half < kPanel; half += 8) {
      for (std::int64_t d = 0; d < work.headSize; d += 8) {
        const float* from[8];
        for (int j = 0; j < 8; ++j) from[j] = rowOf(first + half + j) + d;
        avx2Transpose8(from, to + d * kPanel + half, kPanel);
      }
    }
  }
}

void copyRow(const float* from, std::int64_t headSize, float* to) {
  for (std::int64_t d = 0; d < headSize; d += 8) _mm256_store_ps(to + d, _mm256_loadu_ps(from + d));
}

float dot(const float* a, const float* b, std::int64_t count) {
  __m256 sum = _mm256_setzero_ps();
  for (std::int64_t d = 0; d < count; d += 8)
    sum = _mm256_fmadd_ps(_mm256_loadu_ps(a + d), _mm256_loadu_ps(b + d), sum);
  return avx2Sum(sum);
}

// 0 or -inf of 8 columns from j on; -inf past the last key.
__m256 rule(const float* bias, std::int64_t j, std::int64_t keys) {
  if (j + 8 <= keys) return _mm256_loadu_ps(bias + j);
  const __m256i inside = avx2LanesBefore(keys - j);
  return _mm256_blendv_ps(_mm256_set1_ps(-__builtin_inff()), _mm256_maskload_ps(bias + j, inside),
                          _mm256_castsi256_ps(inside));
}

void clear(float* from, const float* to) {
  for (; from < to; from += 8) _mm256_store_ps(from, _mm256_setzero_ps());
}

struct SixRows {
  const float* q[kTileRows];
  const float* out[kTileRows];  // gradients
  const float* bias[kTileRows];
  float* weight[kTileRows];
  float* score[kTileRows];
  float* qGradient[kTileRows];
  float logSum[kTileRows];
  float product[kTileRows];  // gradient times output
};

// P and dS of six rows, panels first .. last.
void weighSix(const SixRows& rows, const Work& work, std::int64_t keys, float scale, std::int64_t first,
              std::int64_t last) {
  const std::int64_t size = work.headSize;
  for (std::int64_t panel = first; panel < last; ++panel) {
    __m256 score[kTileRows][2];
    __m256 slope[kTileRows][2];
    avx2MultiplyTile(rows.q, work.key_PD16 + panel * size * kPanel, kPanel, size, score);
    avx2MultiplyTile(rows.out, work.value_PD16 + panel * size * kPanel, kPanel, size, slope);
    for (int i = 0; i < kTileRows; ++i) {
      for (int half = 0; half < 2; ++half) {
        const std::int64_t j = panel * kPanel + half * 8;
        const __m256 logit = _mm256_fmadd_ps(score[i][half], _mm256_set1_ps(scale), rule(rows.bias[i], j, keys));
        const __m256 weight = avx2Exponential(_mm256_sub_ps(logit, _mm256_set1_ps(rows.logSum[i])));
        const __m256 above = _mm256_sub_ps(slope[i][half], _mm256_set1_ps(rows.product[i]));
        _mm256_store_ps(rows.weight[i] + j, weight);
        _mm256_store_ps(rows.score[i] + j, _mm256_mul_ps(_mm256_mul_ps(weight, above), _mm256_set1_ps(scale)));
      }
    }
  }
  for (int i = 0; i < kTileRows; ++i) {
    clear(rows.weight[i], rows.weight[i] + first * kPanel);
    clear(rows.weight[i] + last * kPanel, rows.weight[i] + work.width);
    clear(rows.score[i], rows.score[i] + first * kPanel);
    clear(rows.score[i] + last * kPanel, rows.score[i] + work.width);
  }
}

void gradientOfSix(const SixRows& rows, const Work& work, std::int64_t first, std::int64_t last) {
  const float* scores[kTileRows];
  for (int i = 0; i < kTileRows; ++i) scores[i] = rows.score[i] + first * kPanel;
  for (std::int64_t d = 0; d < work.headSize; d += kPanel) {
    __m256 sum[kTileRows][2];
    avx2MultiplyTile(scores, work.key_KD + first * kPanel * work.headSize + d, work.headSize,
                            (last - first) * kPanel, sum);
    for (int i = 0; i < kTileRows; ++i) {
      _mm256_storeu_ps(rows.qGradient[i] + d, sum[i][0]);
      _mm256_storeu_ps(rows.qGradient[i] + d + 8, sum[i][1]);
    }
  }
}

// out[j] = sum over rows first .. last of factor[row][j] x[row], for six j.
void addOverRows(const float* factor_RK, const float* x_RD, const Work& work, std::int64_t first, std::int64_t last,
                 std::int64_t j, std::int64_t keys, float* out_KD) {
  const std::int64_t size = work.headSize;
  for (std::int64_t d = 0; d < size; d += kPanel) {
    __m256 total[kTileRows][2];
#pragma GCC unroll 6
    for (int i = 0; i < kTileRows; ++i) total[i][0] = total[i][1] = _mm256_setzero_ps();
    const float* factor = factor_RK + first * work.width + j;
    const float* x = x_RD + first * size + d;
    for (std::int64_t row = first; row < last; ++row, factor += work.width, x += size) {
      const __m256 low = _mm256_load_ps(x);
      const __m256 high = _mm256_load_ps(x + 8);
#pragma GCC unroll 6
      for (int i = 0; i < kTileRows; ++i) {
        const __m256 value = _mm256_broadcast_ss(factor + i);
        total[i][0] = _mm256_fmadd_ps(value, low, total[i][0]);
        total[i][1] = _mm256_fmadd_ps(value, high, total[i][1]);
      }
    }
    for (int i = 0; i < kTileRows && j + i < keys; ++i) {
      _mm256_storeu_ps(out_KD + (j + i) * size + d, total[i][0]);
      _mm256_storeu_ps(out_KD + (j + i) * size + d + 8, total[i][1]);
    }
  }
}

void layRows(const AttentionGradientTile& tile, const Work& work) {
  const AttentionTile& forward = tile.forward;
  const std::int64_t size = forward.headSize;
  transposePanels([&](std::int64_t j) { return keyRow(forward, j); }, work, work.key_PD16);
  transposePanels([&](std::int64_t j) { return valueRow(forward, j); }, work, work.value_PD16);
  for (std::int64_t j = 0; j < work.columns; ++j) copyRow(keyRow(forward, j), size, work.key_KD + j * size);
  for (std::int64_t row = 0; row < forward.queries * forward.shared; ++row) {
    const std::int64_t query = forward.query_Q[row / forward.shared];
    const std::int64_t head = (row % forward.shared) * size;
    copyRow(forward.q + query * forward.qStride + head, size, work.q_RD + row * size);
    copyRow(tile.outGradient + query * forward.outStride + head, size, work.out_RD + row * size);
  }
}

}  // namespace

std::size_t gradientScratch(std::int64_t rows, std::int64_t keys, std::int64_t headSize) {
  return static_cast<std::size_t>(Work(rows, keys, headSize, nullptr).total);
}

void attendTileGradient(const AttentionGradientTile& tile, float* scratch) {
  const AttentionTile& forward = tile.forward;
  const std::int64_t size = forward.headSize;
  const std::int64_t total = forward.queries * forward.shared;
  const Work work(total, forward.keys, size, scratch);
  layRows(tile, work);
  const std::int64_t panels = work.columns / kPanel;
  for (std::int64_t panel = 0; panel < panels; ++panel) {
    work.rowRange_P2[2 * panel] = static_cast<std::int32_t>(total);
    work.rowRange_P2[2 * panel + 1] = 0;
  }
  const float scale = 1.0F / __builtin_sqrtf(static_cast<float>(size));
  for (std::int64_t start = 0; start < total; start += kTileRows) {
    SixRows rows;
    std::int64_t first = forward.keys;
    std::int64_t last = 0;
    for (int i = 0; i < kTileRows; ++i) {
      // Past the end the last row comes again.
      const std::int64_t row = start + i < total ? start + i : total - 1;
      const std::int64_t query = row / forward.shared;
      const std::int64_t head = row % forward.shared;
      const std::int64_t at = forward.query_Q[query];
      rows.q[i] = work.q_RD + row * size;
      rows.out[i] = work.out_RD + row * size;
      rows.bias[i] = forward.bias_QK + query * forward.biasStride;
      rows.weight[i] = work.weight_RK + (start + i) * work.width;
      rows.score[i] = work.score_RK + (start + i) * work.width;
      rows.qGradient[i] = tile.qGradient + at * tile.qGradientStride + head * size;
      rows.logSum[i] = forward.logSum[at * forward.logStride + head];
      rows.product[i] = dot(rows.out[i], forward.out + at * forward.outStride + head * size, size);
      if (forward.visible_Q2[2 * query] < first) first = forward.visible_Q2[2 * query];
      if (forward.visible_Q2[2 * query + 1] > last) last = forward.visible_Q2[2 * query + 1];
    }
    first = first / kPanel;
    last = upTo(last, kPanel) / kPanel;
    weighSix(rows, work, forward.keys, scale, first, last);
    gradientOfSix(rows, work, first, last);
    for (std::int64_t panel = first; panel < last; ++panel) {
      std::int32_t* range = work.rowRange_P2 + 2 * panel;
      if (start < range[0]) range[0] = static_cast<std::int32_t>(start);
      range[1] = static_cast<std::int32_t>(start + kTileRows < total ? start + kTileRows : total);
    }
  }
  for (std::int64_t j = 0; j < forward.keys; j += kTileRows) {
    const std::int64_t panel = j / kPanel;
    const std::int64_t next = (j + kTileRows - 1) / kPanel < panels ? (j + kTileRows - 1) / kPanel : panels - 1;
    const std::int32_t* one = work.rowRange_P2 + 2 * panel;
    const std::int32_t* other = work.rowRange_P2 + 2 * next;
    const std::int64_t first = one[0] < other[0] ? one[0] : other[0];
    const std::int64_t last = one[1] > other[1] ? one[1] : other[1];
    addOverRows(work.score_RK, work.q_RD, work, first, last, j, forward.keys, tile.keyGradient_KD);
    addOverRows(work.weight_RK, work.out_RD, work, first, last, j, forward.keys, tile.valueGradient_KD);
  }
}

void addRows(const float* from_KD, const std::int64_t* key_K, std::int64_t keys, std::int64_t headSize, float* to,
             std::int64_t toStride) {
  for (std::int64_t j = 0; j < keys; ++j) {
    const float* from = from_KD + j * headSize;
    float* row = to + key_K[j] * toStride;
    for (std::int64_t d = 0; d < headSize; d += 8)
      _mm256_storeu_ps(row + d, _mm256_add_ps(_mm256_loadu_ps(row + d), _mm256_loadu_ps(from + d)));
  }
}

#else

std::size_t gradientScratch(std::int64_t, std::int64_t, std::int64_t) { return 0; }
void attendTileGradient(const AttentionGradientTile&, float*) {}
void addRows(const float*, const std::int64_t*, std::int64_t, std::int64_t, float*, std::int64_t) {}

#endif

}  // namespace lacuna::engine

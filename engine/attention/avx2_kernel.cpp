// SPDX-License-Identifier: GPL-3.0-or-later
// Both products are tiles of 6 rows by 16 columns, and both visit only the span of keys that the 6 rows can see.
#include "engine/attention/avx2_kernel.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

constexpr std::int64_t kPanel = 16;

std::int64_t panelsOf(std::int64_t keys) { return (keys + kPanel - 1) / kPanel; }

struct Rows {
  const float* q[kTileRows];
  float* out[kTileRows];
  const float* bias[kTileRows];
  float* score[kTileRows];
};

// keys_PD16: panels of 16 keys, transposed; keys past the last repeat it (their scores are masked).
void packKeys(const AttentionTile& tile, float* keys_PD16) {
  for (std::int64_t panel = 0; panel < panelsOf(tile.keys); ++panel) {
    const float* rows[kPanel];
    for (std::int64_t j = 0; j < kPanel; ++j) {
      const std::int64_t key = panel * kPanel + j < tile.keys ? panel * kPanel + j : tile.keys - 1;
      rows[j] = tile.k + tile.key_K[key] * tile.kStride;
    }
    float* to = keys_PD16 + panel * tile.headSize * kPanel;
    for (std::int64_t d = 0; d < tile.headSize; d += 8) {
      for (std::int64_t half = 0; half < kPanel; half += 8) {
        const float* from[8];
        for (int j = 0; j < 8; ++j) from[j] = rows[half + j] + d;
        avx2Transpose8(from, to + d * kPanel + half, kPanel);
      }
    }
  }
}

void packValues(const AttentionTile& tile, float* values_KD) {
  for (std::int64_t j = 0; j < tile.keys; ++j) {
    const float* from = tile.v + tile.key_K[j] * tile.vStride;
    float* to = values_KD + j * tile.headSize;
    for (std::int64_t d = 0; d < tile.headSize; d += 8) _mm256_store_ps(to + d, _mm256_loadu_ps(from + d));
  }
}

// score[i][j] = q[i] . key j, for the keys of panels first .. last.
void scoreRows(const Rows& rows, const float* keys_PD16, std::int64_t headSize, std::int64_t first, std::int64_t last) {
  for (std::int64_t panel = first; panel < last; ++panel) {
    __m256 sum[kTileRows][2];
    avx2MultiplyTile(rows.q, keys_PD16 + panel * headSize * kPanel, kPanel, headSize, sum);
    for (int i = 0; i < kTileRows; ++i) {
      _mm256_store_ps(rows.score[i] + panel * kPanel, sum[i][0]);
      _mm256_store_ps(rows.score[i] + panel * kPanel + 8, sum[i][1]);
    }
  }
}

struct RowSum {
  float sum;
  float greatest;  // score
};

// Scores of columns begin .. end (multiples of 8) become weights that are not yet divided by their sum. bias holds
// `keys` numbers; columns past them become 0.
RowSum softmaxRow(float* score, const float* bias, std::int64_t begin, std::int64_t end, std::int64_t keys,
                  float scale) {
  const __m256 hidden = _mm256_set1_ps(-__builtin_inff());
  __m256 most = hidden;
  const auto add = [&](std::int64_t j, __m256 rule) {
    const __m256 value = _mm256_fmadd_ps(_mm256_load_ps(score + j), _mm256_set1_ps(scale), rule);
    _mm256_store_ps(score + j, value);
    most = _mm256_max_ps(most, value);
  };
  const std::int64_t whole = end <= keys ? end : keys / 8 * 8;
  for (std::int64_t j = begin; j < whole; j += 8) add(j, _mm256_loadu_ps(bias + j));
  for (std::int64_t j = whole > begin ? whole : begin; j < end; j += 8) {
    const __m256i inside = avx2LanesBefore(keys - j);
    add(j, _mm256_blendv_ps(hidden, _mm256_maskload_ps(bias + j, inside), _mm256_castsi256_ps(inside)));
  }
  const float top = avx2Max(most);
  const __m256 greatest = _mm256_set1_ps(top);
  __m256 sum = _mm256_setzero_ps();
  for (std::int64_t j = begin; j < end; j += 8) {
    const __m256 weight = avx2Exponential(_mm256_sub_ps(_mm256_load_ps(score + j), greatest));
    _mm256_store_ps(score + j, weight);
    sum = _mm256_add_ps(sum, weight);
  }
  return {avx2Sum(sum), top};
}

// out[i] = sum over keys first .. last of score[i][j] value j, times factor[i].
void weighRows(const Rows& rows, const float* values_KD, std::int64_t headSize, std::int64_t first, std::int64_t last,
               const float* factor) {
  const float* weights[kTileRows];
  for (int i = 0; i < kTileRows; ++i) weights[i] = rows.score[i] + first;
  for (std::int64_t d = 0; d < headSize; d += kPanel) {
    __m256 sum[kTileRows][2];
    avx2MultiplyTile(weights, values_KD + first * headSize + d, headSize, last - first, sum);
    for (int i = 0; i < kTileRows; ++i) {
      const __m256 scale = _mm256_set1_ps(factor[i]);
      _mm256_storeu_ps(rows.out[i] + d, _mm256_mul_ps(sum[i][0], scale));
      _mm256_storeu_ps(rows.out[i] + d + 8, _mm256_mul_ps(sum[i][1], scale));
    }
  }
}

}  // namespace

std::size_t tileScratch(std::int64_t keys, std::int64_t headSize) {
  const std::int64_t padded = panelsOf(keys) * kPanel;
  return static_cast<std::size_t>(padded * (2 * headSize + kTileRows));
}

void attendTile(const AttentionTile& tile, float* scratch) {
  const std::int64_t padded = panelsOf(tile.keys) * kPanel;
  float* keys_PD16 = scratch;
  float* values_KD = keys_PD16 + padded * tile.headSize;
  float* scores = values_KD + padded * tile.headSize;
  packKeys(tile, keys_PD16);
  packValues(tile, values_KD);
  const float scale = 1.0F / __builtin_sqrtf(static_cast<float>(tile.headSize));
  const std::int64_t total = tile.queries * tile.shared;
  for (std::int64_t start = 0; start < total; start += kTileRows) {
    Rows rows;
    float* logSum[kTileRows];
    std::int64_t first = tile.keys;
    std::int64_t last = 0;
    for (int i = 0; i < kTileRows; ++i) {
      // Past the end the last row comes again.
      const std::int64_t row = start + i < total ? start + i : total - 1;
      const std::int64_t query = row / tile.shared;
      const std::int64_t head = (row % tile.shared) * tile.headSize;
      rows.q[i] = tile.q + tile.query_Q[query] * tile.qStride + head;
      rows.out[i] = tile.out + tile.query_Q[query] * tile.outStride + head;
      rows.bias[i] = tile.bias_QK + query * tile.biasStride;
      logSum[i] =
          tile.logSum == nullptr ? nullptr : tile.logSum + tile.query_Q[query] * tile.logStride + row % tile.shared;
      rows.score[i] = scores + i * padded;
      if (tile.visible_Q2[2 * query] < first) first = tile.visible_Q2[2 * query];
      if (tile.visible_Q2[2 * query + 1] > last) last = tile.visible_Q2[2 * query + 1];
    }
    const std::int64_t firstPanel = first / kPanel;
    const std::int64_t lastPanel = panelsOf(last);
    scoreRows(rows, keys_PD16, tile.headSize, firstPanel, lastPanel);
    float factor[kTileRows];
    for (int i = 0; i < kTileRows; ++i) {
      const RowSum row =
          softmaxRow(rows.score[i], rows.bias[i], firstPanel * kPanel, lastPanel * kPanel, tile.keys, scale);
      factor[i] = 1.0F / row.sum;
      if (logSum[i] != nullptr) *logSum[i] = row.greatest + __builtin_logf(row.sum);
    }
    weighRows(rows, values_KD, tile.headSize, first, last, factor);
  }
}

#else

std::size_t tileScratch(std::int64_t, std::int64_t) { return 0; }
void attendTile(const AttentionTile&, float*) {}

#endif

}  // namespace lacuna::engine

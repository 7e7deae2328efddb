// SPDX-License-Identifier: GPL-3.0-or-later
// What the AVX2 kernels share. Only for files that are compiled for AVX2 and FMA; everything has internal linkage, so
// that no other file can end up with it.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace lacuna::engine {
namespace {

constexpr int kTileRows = 6;

// e^x to 2 units in the last place: 0 below -87, held at e^88 above. Cody and Waite's reduction and a polynomial of
// degree 6.
[[maybe_unused]] inline __m256 avx2Exponential(__m256 x) {
  const __m256 seen = _mm256_cmp_ps(x, _mm256_set1_ps(-87.0F), _CMP_GE_OQ);
  x = _mm256_min_ps(_mm256_max_ps(x, _mm256_set1_ps(-87.0F)), _mm256_set1_ps(88.0F));
  const __m256 n =
      _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504F)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375F), x);
  r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4F), r);
  __m256 p = _mm256_set1_ps(1.9875691500e-4F);
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.3981999507e-3F));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(8.3334519073e-3F));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(4.1665795894e-2F));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.6666665459e-1F));
  p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(5.0000001201e-1F));
  p = _mm256_fmadd_ps(_mm256_mul_ps(r, r), p, _mm256_add_ps(r, _mm256_set1_ps(1.0F)));
  const __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
  return _mm256_and_ps(_mm256_mul_ps(p, _mm256_castsi256_ps(power)), seen);
}

// All bits set in the lanes before the count.
[[maybe_unused]] inline __m256i avx2LanesBefore(std::int64_t count) {
  const __m256i lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count < 8 ? count : 8)), lane);
}

// sum[r] = sum over i < count of x[r][i] (weights at i * stride, 16 columns): at most 6 rows by 16 columns in 12
// accumulators of 8 lanes. A row's sums are the same whatever stands beside it.
template <int kRows = kTileRows>
[[maybe_unused]] inline void avx2MultiplyTile(const float* const* x, const float* weights, std::int64_t stride,
                                              std::int64_t count, __m256 (*sum)[2]) {
  __m256 total[kRows][2];
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) total[r][0] = total[r][1] = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < count; ++i) {
    const __m256 low = _mm256_load_ps(weights + i * stride);
    const __m256 high = _mm256_load_ps(weights + i * stride + 8);
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) {
      const __m256 value = _mm256_broadcast_ss(x[r] + i);
      total[r][0] = _mm256_fmadd_ps(value, low, total[r][0]);
      total[r][1] = _mm256_fmadd_ps(value, high, total[r][1]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) {
    sum[r][0] = total[r][0];
    sum[r][1] = total[r][1];
  }
}

// silu(gate) up.
[[maybe_unused]] inline __m256 avx2Gated(__m256 gate, __m256 up) {
  const __m256 decay = avx2Exponential(_mm256_sub_ps(_mm256_setzero_ps(), gate));
  return _mm256_mul_ps(_mm256_div_ps(gate, _mm256_add_ps(_mm256_set1_ps(1.0F), decay)), up);
}

// The first `columns` of 8 values, stored, or added with a factor.
[[maybe_unused]] inline void avx2Put(__m256 value, float* to, std::int64_t columns, bool adds, float scale) {
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

[[maybe_unused]] inline float avx2Max(__m256 x) {
  __m128 half = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_max_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_max_ss(half, _mm_movehdup_ps(half)));
}

[[maybe_unused]] inline float avx2Sum(__m256 x) {
  __m128 half = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  half = _mm_add_ps(half, _mm_movehl_ps(half, half));
  return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

// 8 rows of 8 numbers, the other way round.
[[maybe_unused]] inline void avx2Transpose8(const float* const* from, float* to, std::int64_t toStride) {
  __m256 r[8];
  for (int i = 0; i < 8; ++i) r[i] = _mm256_loadu_ps(from[i]);
  __m256 t[8];
  for (int i = 0; i < 4; ++i) {
    t[2 * i] = _mm256_unpacklo_ps(r[2 * i], r[2 * i + 1]);
    t[2 * i + 1] = _mm256_unpackhi_ps(r[2 * i], r[2 * i + 1]);
  }
  __m256 u[8];
  for (int i = 0; i < 2; ++i) {
    u[4 * i] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0x44);
    u[4 * i + 1] = _mm256_shuffle_ps(t[4 * i], t[4 * i + 2], 0xEE);
    u[4 * i + 2] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0x44);
    u[4 * i + 3] = _mm256_shuffle_ps(t[4 * i + 1], t[4 * i + 3], 0xEE);
  }
  for (int i = 0; i < 4; ++i) {
    _mm256_storeu_ps(to + i * toStride, _mm256_permute2f128_ps(u[i], u[i + 4], 0x20));
    _mm256_storeu_ps(to + (i + 4) * toStride, _mm256_permute2f128_ps(u[i], u[i + 4], 0x31));
  }
}

}  // namespace
}  // namespace lacuna::engine

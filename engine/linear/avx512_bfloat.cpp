// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/avx512_bfloat.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512BF16__)
#define LACUNA_HAS_BFLOAT512 1
#include <immintrin.h>

#include <vector>
#endif

namespace lacuna::engine {

#ifdef LACUNA_HAS_BFLOAT512
namespace {

constexpr std::int64_t kPairs = 256;  // of inputs, in a panel: 32 KiB
constexpr int kRows = 12;             // at once: 24 sums, two weights, a value in passing
constexpr std::int64_t kHalf = 16;

struct Panel {
  alignas(64) std::uint32_t pair[kPairs * kBfloatColumns];
};

// Pairs first .. first + count of the inputs of 32 outputs from `output` on; what is past the last output is 0.
void layPanel(const BfloatProduct& product, std::int64_t output, std::int64_t first, std::int64_t count, Panel* panel) {
  const std::int64_t columns = product.outputs - output < kBfloatColumns ? product.outputs - output : kBfloatColumns;
  if (product.wInput == 1) {
    for (std::int64_t n = 0; n < kBfloatColumns; ++n) {
      const std::uint16_t* const from = product.w + (output + n) * product.wOutput + 2 * first;
      for (std::int64_t p = 0; p < count; ++p) {
        std::uint32_t pair = 0;
        if (n < columns) __builtin_memcpy(&pair, from + 2 * p, sizeof(pair));
        panel->pair[p * kBfloatColumns + n] = pair;
      }
    }
    return;
  }
  const __mmask32 there = columns == kBfloatColumns ? 0xFFFFFFFFU : (1U << static_cast<unsigned>(columns)) - 1U;
  alignas(64) std::uint16_t order[2][2 * kHalf];
  for (int i = 0; i < 2 * kHalf; ++i) {
    order[0][i] = static_cast<std::uint16_t>(i / 2 + (i % 2) * 32);
    order[1][i] = static_cast<std::uint16_t>(i / 2 + 16 + (i % 2) * 32);
  }
  const __m512i low = _mm512_load_si512(order[0]);
  const __m512i high = _mm512_load_si512(order[1]);
  for (std::int64_t p = 0; p < count; ++p) {
    const std::uint16_t* const from = product.w + (2 * (first + p)) * product.wInput + output;
    const __m512i even = _mm512_maskz_loadu_epi16(there, from);
    const __m512i odd = _mm512_maskz_loadu_epi16(there, from + product.wInput);
    std::uint32_t* const to = panel->pair + p * kBfloatColumns;
    _mm512_store_si512(to, _mm512_permutex2var_epi16(even, low, odd));
    _mm512_store_si512(to + kHalf, _mm512_permutex2var_epi16(even, high, odd));
  }
}

inline __m512bh pairOf(const std::uint16_t* x) {
  std::uint32_t pair = 0;
  __builtin_memcpy(&pair, x, sizeof(pair));
  return reinterpret_cast<__m512bh>(_mm512_set1_epi32(static_cast<int>(pair)));
}

inline __m512bh weightsOf(const std::uint32_t* at) { return reinterpret_cast<__m512bh>(_mm512_load_si512(at)); }

// sums [kSome][32] += rows of x times a panel.
template <int kSome>
void addRows(const std::uint16_t* x, std::int64_t stride, const Panel& panel, std::int64_t pairs, float* sums) {
  __m512 sum[kSome][2];
#pragma GCC unroll 12
  for (int r = 0; r < kSome; ++r) {
    sum[r][0] = _mm512_loadu_ps(sums + r * kBfloatColumns);
    sum[r][1] = _mm512_loadu_ps(sums + r * kBfloatColumns + kHalf);
  }
  for (std::int64_t p = 0; p < pairs; ++p) {
    const __m512bh low = weightsOf(panel.pair + p * kBfloatColumns);
    const __m512bh high = weightsOf(panel.pair + p * kBfloatColumns + kHalf);
#pragma GCC unroll 12
    for (int r = 0; r < kSome; ++r) {
      const __m512bh value = pairOf(x + r * stride + 2 * p);
      sum[r][0] = _mm512_dpbf16_ps(sum[r][0], value, low);
      sum[r][1] = _mm512_dpbf16_ps(sum[r][1], value, high);
    }
  }
#pragma GCC unroll 12
  for (int r = 0; r < kSome; ++r) {
    _mm512_storeu_ps(sums + r * kBfloatColumns, sum[r][0]);
    _mm512_storeu_ps(sums + r * kBfloatColumns + kHalf, sum[r][1]);
  }
}

void addSomeRows(int some, const std::uint16_t* x, std::int64_t stride, const Panel& panel, std::int64_t pairs,
                 float* sums) {
  for (; some >= kRows; some -= kRows, x += kRows * stride, sums += kRows * kBfloatColumns)
    addRows<kRows>(x, stride, panel, pairs, sums);
  for (; some >= 4; some -= 4, x += 4 * stride, sums += 4 * kBfloatColumns) addRows<4>(x, stride, panel, pairs, sums);
  for (; some > 0; --some, x += stride, sums += kBfloatColumns) addRows<1>(x, stride, panel, pairs, sums);
}

inline __m512 widened(__m256i values) {
  constexpr __mmask16 kAll = 0xFFFF;  // without a mask GCC 12 warns of what its own header leaves uninitialized
  return _mm512_castsi512_ps(_mm512_maskz_slli_epi32(kAll, _mm512_maskz_cvtepu16_epi32(kAll, values), 16));
}

void put(const float* sums, std::int64_t columns, bool adds, std::uint16_t* y) {
  for (std::int64_t at = 0; at < columns; at += kHalf) {
    const std::int64_t some = columns - at < kHalf ? columns - at : kHalf;
    const auto there = static_cast<__mmask16>((1U << static_cast<unsigned>(some)) - 1U);
    __m512 sum = _mm512_loadu_ps(sums + at);
    if (adds) sum = _mm512_add_ps(sum, widened(_mm256_maskz_loadu_epi16(there, y + at)));
    _mm256_mask_storeu_epi16(y + at, there, reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(sum)));
  }
}

}  // namespace

bool hasBfloat512() {
  return __builtin_cpu_supports("avx512bf16") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
}

void multiplyBfloat512(const BfloatProduct& product, std::int64_t first, std::int64_t last) {
  Panel panel;
  std::vector<float> sums(static_cast<std::size_t>(product.rows * kBfloatColumns));
  const std::int64_t pairs = product.inputs / 2;
  for (std::int64_t at = first; at < last; ++at) {
    const std::int64_t output = at * kBfloatColumns;
    for (float& sum : sums) sum = 0;
    for (std::int64_t begin = 0; begin < pairs; begin += kPairs) {
      const std::int64_t count = pairs - begin < kPairs ? pairs - begin : kPairs;
      layPanel(product, output, begin, count, &panel);
      addSomeRows(static_cast<int>(product.rows), product.x + 2 * begin, product.xStride, panel, count, sums.data());
    }
    const std::int64_t columns = product.outputs - output < kBfloatColumns ? product.outputs - output : kBfloatColumns;
    for (std::int64_t row = 0; row < product.rows; ++row)
      put(sums.data() + row * kBfloatColumns, columns, product.adds, product.y + row * product.yStride + output);
  }
}

#else

bool hasBfloat512() { return false; }
void multiplyBfloat512(const BfloatProduct&, std::int64_t, std::int64_t) {}

#endif

}  // namespace lacuna::engine

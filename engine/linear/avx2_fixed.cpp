// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/avx2_fixed.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_blocks.h"
#endif

namespace lacuna::engine {

int fixedLimit(std::int64_t inputs) {
  const std::int64_t summed = inputs < 1 ? 1 : inputs > kFixedWhole ? kFixedRun : inputs;
  const std::int64_t limit = 0x7FFFFFFF / (fixedWeight(inputs) * summed);
  return static_cast<int>(limit > 32767 ? 32767 : limit);
}

void roundColumns(const float* x, std::int64_t xStride, std::int64_t outputs, std::int64_t inputs, std::int16_t* panels,
                  float* scale) {
  constexpr std::int64_t kAtOnce = 64;  // weights, in a buffer
  constexpr std::int64_t kColumns = 16;
  const std::int64_t pairs = (inputs + 1) / 2;
  for (std::int64_t o = 0; o < outputs; ++o) {
    const float* from = x + o * xStride;
    float most = 0;
    for (std::int64_t i = 0; i < inputs; ++i) {
      const float size = __builtin_fabsf(from[i]);
      most = size > most ? size : most;
    }
    scale[o] = most / static_cast<float>(fixedWeight(inputs));
    const float step = scale[o] > 0 ? scale[o] : 1.0F;
    std::int16_t* to = panels + o / kColumns * pairs * 2 * kColumns + o % kColumns * 2;
    for (std::int64_t first = 0; first < inputs; first += kAtOnce) {
      const std::int64_t count = inputs - first < kAtOnce ? inputs - first : kAtOnce;
      std::int16_t whole[kAtOnce];
      for (std::int64_t i = 0; i < count; ++i)
        whole[i] = static_cast<std::int16_t>(static_cast<int>(__builtin_rintf(from[first + i] / step)));
      for (std::int64_t i = 0; i < count; ++i) to[(first + i) / 2 * 2 * kColumns + (first + i) % 2] = whole[i];
    }
  }
}

#if defined(__AVX2__) && defined(__FMA__)
namespace {

// low += pair of x times columns 0..7, high += the same times columns 8..15. Written out because 12 sums, two weights
// and two values in passing take all 16 registers: the compiler's own order of these instructions spills.
inline void addProducts(const std::int16_t* pair, __m256i columnsLow, __m256i columnsHigh, __m256i* low,
                        __m256i* high) {
  __m256i value;
  __m256i product;
  asm("vpbroadcastd %4, %2\n\t"
      "vpmaddwd %5, %2, %3\n\t"
      "vpmaddwd %6, %2, %2\n\t"
      "vpaddd %3, %0, %0\n\t"
      "vpaddd %2, %1, %1"
      : "+x"(*low), "+x"(*high), "=&x"(value), "=&x"(product)
      : "m"(*reinterpret_cast<const std::int16_t(*)[2]>(pair)), "x"(columnsLow), "x"(columnsHigh));
}

// Rows of x and the scales of their runs.
struct FixedRows {
  const std::int16_t* const* x;
  const float* scale[kTileRows];
};

template <int kRows>
void multiplyTile(const FixedRows& rows, const std::int16_t* panel, std::int64_t pairs, __m256 (*sum)[2]) {
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) sum[r][0] = sum[r][1] = _mm256_setzero_ps();
  const std::int64_t run = pairs > kFixedWhole / 2 ? kFixedRun / 2 : pairs;
  for (std::int64_t first = 0; first < pairs; first += run) {
    const std::int64_t last = pairs - first < run ? pairs : first + run;
    __m256i total[kRows][2];
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) total[r][0] = total[r][1] = _mm256_setzero_si256();
    for (std::int64_t p = first; p < last; ++p) {
      const auto* weights = reinterpret_cast<const __m256i*>(panel + p * 2 * kPanelColumns);
      const __m256i low = _mm256_load_si256(weights);
      const __m256i high = _mm256_load_si256(weights + 1);
#pragma GCC unroll 6
      for (int r = 0; r < kRows; ++r) addProducts(rows.x[r] + 2 * p, low, high, &total[r][0], &total[r][1]);
    }
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) {
      const __m256 scale = _mm256_set1_ps(rows.scale[r][first / run]);
      sum[r][0] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(total[r][0]), scale, sum[r][0]);
      sum[r][1] = _mm256_fmadd_ps(_mm256_cvtepi32_ps(total[r][1]), scale, sum[r][1]);
    }
  }
}

#define LACUNA_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

LACUNA_VNNI inline __m512i pairOf(const std::int16_t* x) {
  std::int32_t both = 0;
  __builtin_memcpy(&both, x, sizeof both);
  return _mm512_set1_epi32(both);
}

// The same sums, all 16 columns in one instruction that multiplies and adds. Even and odd pairs are summed apart: each
// addition waits for the one before it, and six rows alone would leave the processor idle.
template <int kRows>
LACUNA_VNNI void multiplyTileVnni(const FixedRows& rows, const std::int16_t* panel, std::int64_t pairs,
                                  __m256 (*sum)[2]) {
  constexpr __mmask16 kAll = 0xFFFF;  // without a mask GCC 12 warns of what its own header leaves uninitialized
  __m512 whole[kRows];
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) whole[r] = _mm512_setzero_ps();
  const std::int64_t run = pairs > kFixedWhole / 2 ? kFixedRun / 2 : pairs;
  for (std::int64_t first = 0; first < pairs; first += run) {
    const std::int64_t last = pairs - first < run ? pairs : first + run;
    __m512i even[kRows];
    __m512i odd[kRows];
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) even[r] = odd[r] = _mm512_setzero_si512();
    std::int64_t p = first;
    for (; p + 1 < last; p += 2) {
      const __m512i weights = _mm512_loadu_si512(panel + p * 2 * kPanelColumns);
      const __m512i next = _mm512_loadu_si512(panel + (p + 1) * 2 * kPanelColumns);
#pragma GCC unroll 6
      for (int r = 0; r < kRows; ++r) {
        even[r] = _mm512_dpwssd_epi32(even[r], weights, pairOf(rows.x[r] + 2 * p));
        odd[r] = _mm512_dpwssd_epi32(odd[r], next, pairOf(rows.x[r] + 2 * p + 2));
      }
    }
    if (p < last) {
      const __m512i weights = _mm512_loadu_si512(panel + p * 2 * kPanelColumns);
#pragma GCC unroll 6
      for (int r = 0; r < kRows; ++r) even[r] = _mm512_dpwssd_epi32(even[r], weights, pairOf(rows.x[r] + 2 * p));
    }
#pragma GCC unroll 6
    for (int r = 0; r < kRows; ++r) {
      const __m512 total = _mm512_maskz_cvtepi32_ps(kAll, _mm512_add_epi32(even[r], odd[r]));
      whole[r] = _mm512_fmadd_ps(total, _mm512_set1_ps(rows.scale[r][first / run]), whole[r]);
    }
  }
#pragma GCC unroll 6
  for (int r = 0; r < kRows; ++r) _mm512_storeu_ps(&sum[r][0], whole[r]);  // both halves
}

using MultiplyTile = void (*)(const FixedRows& rows, const std::int16_t* panel, std::int64_t pairs, __m256 (*sum)[2]);

// Of at most so many rows.
MultiplyTile tileFor(int rows, bool vnni) {
  if (rows <= 2) return vnni ? multiplyTileVnni<2> : multiplyTile<2>;
  if (rows <= 4) return vnni ? multiplyTileVnni<4> : multiplyTile<4>;
  return vnni ? multiplyTileVnni<kTileRows> : multiplyTile<kTileRows>;
}

// A block's products with one panel, in float.
auto multiplies(const FixedTask& task) {
  return [&task](const Avx2Block<std::int16_t>& block, const std::int16_t* weights, std::int64_t panel, __m256(*y)[2]) {
    const std::int64_t pairs = (task.inputs + 1) / 2;
    const std::int64_t runs = fixedRuns(task.inputs);
    __m256 sum[kTileRows][2];
    FixedRows rows{block.x, {}};
    for (int r = 0; r < kTileRows; ++r) rows.scale[r] = task.xScale_MR + block.from[r] * runs;
    tileFor(block.rows, task.vnni)(rows, weights, pairs, sum);
    const __m256 low = _mm256_loadu_ps(task.columnScale + panel * kPanelColumns);
    const __m256 high = _mm256_loadu_ps(task.columnScale + panel * kPanelColumns + 8);
    for (int r = 0; r < block.rows; ++r) {
      y[r][0] = _mm256_mul_ps(sum[r][0], low);
      y[r][1] = _mm256_mul_ps(sum[r][1], high);
    }
  };
}

}  // namespace

bool hasVnni() {
  static const bool has =
      __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
  return has;
}

void multiplyFixedPanels(const FixedTask& task, std::int64_t first, std::int64_t last) {
  avx2StorePanels<std::int16_t>(task, first, last, multiplies(task));
}

void multiplyFixedGatedPanels(const FixedTask& task, std::int64_t first, std::int64_t last) {
  avx2StoreGatedPanels<std::int16_t>(task, first, last, multiplies(task));
}

void roundRows(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs, std::int16_t* out,
               std::int64_t outStride, float* scale_MR) {
  const auto limit = static_cast<float>(fixedLimit(inputs));
  const __m256 sign = _mm256_set1_ps(-0.0F);
  const std::int64_t runs = fixedRuns(inputs);
  const std::int64_t each = runs == 1 ? inputs : kFixedRun;
  for (std::int64_t row = 0; row < rows; ++row) {
    std::int16_t* to = out + row * outStride;
    for (std::int64_t run = 0; run < runs; ++run) {
      const std::int64_t count = inputs - run * each < each ? inputs - run * each : each;
      const float* from = x + row * xStride + run * each;
      __m256 most = _mm256_setzero_ps();
      std::int64_t i = 0;
      for (; i + 8 <= count; i += 8) most = _mm256_max_ps(most, _mm256_andnot_ps(sign, _mm256_loadu_ps(from + i)));
      const __m256 rest = _mm256_maskload_ps(from + i, avx2LanesBefore(count - i));
      const float largest = avx2Max(_mm256_max_ps(most, _mm256_andnot_ps(sign, rest)));
      scale_MR[row * runs + run] = largest / limit;
      const float factor = largest > 0.0F ? limit / largest : 0.0F;
      for (i = 0; i < count; ++i)
        *to++ = static_cast<std::int16_t>(static_cast<int>(__builtin_rintf(from[i] * factor)));
    }
    for (std::int64_t i = inputs; i < outStride; ++i) *to++ = 0;
  }
}

#else

bool hasVnni() { return false; }
void multiplyFixedPanels(const FixedTask&, std::int64_t, std::int64_t) {}
void multiplyFixedGatedPanels(const FixedTask&, std::int64_t, std::int64_t) {}
void roundRows(const float*, std::int64_t, std::int64_t, std::int64_t, std::int16_t*, std::int64_t, float*) {}

#endif

}  // namespace lacuna::engine

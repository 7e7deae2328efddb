// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/avx2_vocabulary.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

// The last lanes of a row become -inf.
__m256 loadUpTo(const float* x, std::int64_t left) {
  if (left >= 8) return _mm256_loadu_ps(x);
  const __m256i lanes = avx2LanesBefore(left);
  return _mm256_blendv_ps(_mm256_set1_ps(-__builtin_inff()), _mm256_maskload_ps(x, lanes), _mm256_castsi256_ps(lanes));
}

}  // namespace

float barAndGroup(float* x_V, const float* bars_V, std::int64_t count, float* most_G, std::int64_t groups) {
  for (std::int64_t i = 0; i < groups; i += 8) _mm256_storeu_ps(most_G + i, _mm256_set1_ps(-__builtin_inff()));
  __m256 greatest = _mm256_set1_ps(-__builtin_inff());
  for (std::int64_t start = 0; start < count; start += groups) {
    const std::int64_t last = start + groups < count ? start + groups : count;
    for (std::int64_t i = start; i < last; i += 8) {
      __m256 value = loadUpTo(x_V + i, last - i);
      if (bars_V != nullptr) {
        value = _mm256_add_ps(value, loadUpTo(bars_V + i, last - i));
        avx2Put(value, x_V + i, last - i, false, 1.0F);
      }
      float* const most = most_G + (i - start);
      _mm256_storeu_ps(most, _mm256_max_ps(_mm256_loadu_ps(most), value));
      greatest = _mm256_max_ps(greatest, value);
    }
  }
  return avx2Max(greatest);
}

VocabularySums sumAndFind(const float* x_V, std::int64_t count, float greatest, float threshold,
                          std::int32_t* found_V) {
  VocabularySums sums;
  const __m256 most = _mm256_set1_ps(greatest);
  const __m256 least = _mm256_set1_ps(threshold);
  __m256 weights = _mm256_setzero_ps();
  __m256 weighted = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < count; i += 8) {
    const __m256 value = loadUpTo(x_V + i, count - i);
    const __m256 below = _mm256_sub_ps(value, most);
    const __m256 weight = avx2Exponential(below);
    weights = _mm256_add_ps(weights, weight);
    weighted = _mm256_fmadd_ps(weight, _mm256_max_ps(below, _mm256_set1_ps(-100.0F)), weighted);
    auto hits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_cmp_ps(value, least, _CMP_GE_OQ)));
    if (i + 8 > count) hits &= (1U << static_cast<unsigned>(count - i)) - 1U;
    for (; hits != 0; hits &= hits - 1) found_V[sums.found++] = static_cast<std::int32_t>(i) + __builtin_ctz(hits);
  }
  sums.weights = avx2Sum(weights);
  sums.weightedLogits = avx2Sum(weighted);
  return sums;
}

#else

float barAndGroup(float*, const float*, std::int64_t, float*, std::int64_t) { return 0; }
VocabularySums sumAndFind(const float*, std::int64_t, float, float, std::int32_t*) { return {}; }

#endif

}  // namespace lacuna::engine

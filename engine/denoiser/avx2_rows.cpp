// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/avx2_rows.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

void norm(const float* x, const float* gain, std::int64_t width, float* out) {
  __m256 sum = _mm256_setzero_ps();
  std::int64_t i = 0;
  for (; i + 8 <= width; i += 8) {
    const __m256 value = _mm256_loadu_ps(x + i);
    sum = _mm256_fmadd_ps(value, value, sum);
  }
  const __m256 rest = _mm256_maskload_ps(x + i, avx2LanesBefore(width - i));
  sum = _mm256_fmadd_ps(rest, rest, sum);
  const float factor = 1.0F / __builtin_sqrtf(avx2Sum(sum) / static_cast<float>(width) + kNormEpsilon);
  for (i = 0; i < width; ++i) out[i] = x[i] * factor * gain[i];
}

}  // namespace

void normRows(const NormTask& task) {
  for (std::int64_t row = 0; row < task.rows; ++row)
    norm(task.x + row * task.stride, task.gain, task.width, task.out + row * task.stride);
}

void turnHead(const float* from, const float* cos, const float* sin, std::int64_t headSize, float* to) {
  const std::int64_t quarter = headSize / 4;
  for (std::int64_t f = 0; f < quarter; ++f) {
    const float a = from[f];
    const float b = from[quarter + f];
    to[f] = a * cos[f] - b * sin[f];
    to[quarter + f] = a * sin[f] + b * cos[f];
  }
  for (std::int64_t i = 2 * quarter; i < headSize; ++i) to[i] = from[i];
}

void normHeads(const HeadTask& task) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const float* cos = task.cos + row * (task.headSize / 4);
    const float* sin = task.sin + row * (task.headSize / 4);
    for (std::int64_t head = 0; head < task.heads; ++head) {
      float* x = task.x + row * task.stride + head * task.headSize;
      norm(x, task.gain, task.headSize, x);
      turnHead(x, cos, sin, task.headSize, x);
    }
  }
}

#else

void normRows(const NormTask&) {}
void turnHead(const float*, const float*, const float*, std::int64_t, float*) {}
void normHeads(const HeadTask&) {}

#endif

}  // namespace lacuna::engine

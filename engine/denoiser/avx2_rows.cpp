// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/avx2_rows.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

void norm(const float* x, const float* gain, float epsilon, std::int64_t width, float* out) {
  __m256 sum = _mm256_setzero_ps();
  std::int64_t i = 0;
  for (; i + 8 <= width; i += 8) {
    const __m256 value = _mm256_loadu_ps(x + i);
    sum = _mm256_fmadd_ps(value, value, sum);
  }
  const __m256 rest = _mm256_maskload_ps(x + i, avx2LanesBefore(width - i));
  sum = _mm256_fmadd_ps(rest, rest, sum);
  const float factor = 1.0F / __builtin_sqrtf(avx2Sum(sum) / static_cast<float>(width) + epsilon);
  for (i = 0; i < width; ++i) out[i] = x[i] * factor * gain[i];
}

}  // namespace

void normRows(const NormTask& task) {
  for (std::int64_t row = 0; row < task.rows; ++row)
    norm(task.x + row * task.stride, task.gain, task.epsilon, task.width, task.out + row * task.stride);
}

void turnHead(const float* from, const Angles& angles, std::int64_t headSize, float* to) {
  const std::int64_t half = angles.count;
  for (std::int64_t f = 0; f < half; ++f) {
    const float a = from[f];
    const float b = from[half + f];
    to[f] = a * angles.cos[f] - b * angles.sin[f];
    to[half + f] = a * angles.sin[f] + b * angles.cos[f];
  }
  for (std::int64_t i = 2 * half; i < headSize; ++i) to[i] = from[i];
}

void normHeads(const HeadTask& task) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const Angles angles{task.cos + row * task.angles, task.sin + row * task.angles, task.angles};
    for (std::int64_t head = 0; head < task.heads; ++head) {
      float* x = task.x + row * task.stride + head * task.headSize;
      if (task.gain != nullptr) norm(x, task.gain, task.epsilon, task.headSize, x);
      turnHead(x, angles, task.headSize, x);
    }
  }
}

#else

void normRows(const NormTask&) {}
void turnHead(const float*, const Angles&, std::int64_t, float*) {}
void normHeads(const HeadTask&) {}

#endif

}  // namespace lacuna::engine

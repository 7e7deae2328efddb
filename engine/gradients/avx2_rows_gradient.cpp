// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/gradients/avx2_rows_gradient.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

constexpr std::int64_t kWidestHead = 512;

float factorOf(__m256 squares, std::int64_t width, float epsilon) {
  return 1.0F / __builtin_sqrtf(avx2Sum(squares) / static_cast<float>(width) + epsilon);
}

void normPart(const float* x, const NormedRows& task, float* y) {
  const float* const gain = task.gain;
  const std::int64_t width = task.width;
  __m256 squares = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < width; i += 8) {
    const __m256 value = _mm256_loadu_ps(x + i);
    squares = _mm256_fmadd_ps(value, value, squares);
  }
  const __m256 factor = _mm256_set1_ps(factorOf(squares, width, task.epsilon));
  for (std::int64_t i = 0; i < width; i += 8) {
    const __m256 value = _mm256_mul_ps(_mm256_loadu_ps(x + i), factor);
    _mm256_storeu_ps(y + i, gain == nullptr ? value : _mm256_mul_ps(value, _mm256_loadu_ps(gain + i)));
  }
}

// With z = gain dy and r the factor: dx = r z - x r^3 mean(x z).
void normPartGradient(const float* x, const NormedRows& task, const float* dy, float* dx, float* gainGradient) {
  const float* const gain = task.gain;
  const std::int64_t width = task.width;
  const auto pulled = [&](std::int64_t i) {
    const __m256 value = _mm256_loadu_ps(dy + i);
    return gain == nullptr ? value : _mm256_mul_ps(value, _mm256_loadu_ps(gain + i));
  };
  __m256 squares = _mm256_setzero_ps();
  __m256 along = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < width; i += 8) {
    const __m256 value = _mm256_loadu_ps(x + i);
    squares = _mm256_fmadd_ps(value, value, squares);
    along = _mm256_fmadd_ps(value, pulled(i), along);
  }
  const float factor = factorOf(squares, width, task.epsilon);
  const __m256 r = _mm256_set1_ps(factor);
  const __m256 back = _mm256_set1_ps(factor * factor * factor * avx2Sum(along) / static_cast<float>(width));
  for (std::int64_t i = 0; i < width; i += 8) {
    const __m256 value = _mm256_loadu_ps(x + i);
    if (gainGradient != nullptr) {
      const __m256 more = _mm256_mul_ps(_mm256_mul_ps(value, r), _mm256_loadu_ps(dy + i));
      _mm256_storeu_ps(gainGradient + i, _mm256_add_ps(_mm256_loadu_ps(gainGradient + i), more));
    }
    _mm256_storeu_ps(dx + i, _mm256_fnmadd_ps(value, back, _mm256_mul_ps(pulled(i), r)));
  }
}

// sign: 1, or -1 for the other way round. to may be from.
void turn(const float* from, const NormedRows& task, std::int64_t row, float sign, float* to) {
  const std::int64_t half = task.angles;
  const float* const cos = task.cos + row * half;
  const float* const sin = task.sin + row * half;
  for (std::int64_t f = 0; f < half; ++f) {
    const float a = from[f];
    const float b = from[half + f];
    const float s = sign * sin[f];
    to[f] = a * cos[f] - b * s;
    to[half + f] = a * s + b * cos[f];
  }
  if (to == from) return;
  for (std::int64_t i = 2 * half; i < task.width; ++i) to[i] = from[i];
}

__m256 sigmoid(__m256 x) {
  const __m256 one = _mm256_set1_ps(1.0F);
  return _mm256_div_ps(one, _mm256_add_ps(one, avx2Exponential(_mm256_sub_ps(_mm256_setzero_ps(), x))));
}

}  // namespace

void normForward(const NormedRows& task) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t part = 0; part < task.parts; ++part) {
      float* y = task.y + row * task.yStride + part * task.width;
      normPart(task.x + row * task.xStride + part * task.width, task, y);
      if (task.cos == nullptr) continue;
      turn(y, task, row, 1.0F, y);
    }
  }
}

void normBackward(const NormedRows& task, float* xGradient, float* gainGradient) {
  alignas(32) float turned[kWidestHead];
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t part = 0; part < task.parts; ++part) {
      const float* dy = task.y + row * task.yStride + part * task.width;
      if (task.cos != nullptr) {
        turn(dy, task, row, -1.0F, turned);
        dy = turned;
      }
      const std::int64_t at = row * task.xStride + part * task.width;
      normPartGradient(task.x + at, task, dy, xGradient + at, gainGradient);
    }
  }
}

void turnRows(const NormedRows& task, bool back) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t part = 0; part < task.parts; ++part) {
      turn(task.x + row * task.xStride + part * task.width, task, row, back ? -1.0F : 1.0F,
           task.y + row * task.yStride + part * task.width);
    }
  }
}

void gatedForward(const float* hidden_N2F, std::int64_t rows, std::int64_t width, float* out_NF) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* gate = hidden_N2F + row * 2 * width;
    for (std::int64_t i = 0; i < width; i += 8) {
      _mm256_storeu_ps(out_NF + row * width + i,
                       avx2Gated(_mm256_loadu_ps(gate + i), _mm256_loadu_ps(gate + width + i)));
    }
  }
}

void gatedBackward(const GatedGradient& task) {
  const std::int64_t width = task.width;
  const __m256 one = _mm256_set1_ps(1.0F);
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const float* gates = task.hidden_N2F + row * 2 * width;
    float* to = task.hiddenGradient_N2F + row * 2 * width;
    const __m256 factor = _mm256_set1_ps(task.factor_N == nullptr ? 1.0F : task.factor_N[row]);
    __m256 along = _mm256_setzero_ps();
    for (std::int64_t i = 0; i < width; i += 8) {
      const __m256 gate = _mm256_loadu_ps(gates + i);
      const __m256 up = _mm256_loadu_ps(gates + width + i);
      const __m256 raw = _mm256_loadu_ps(task.out_NF + row * width + i);
      const __m256 share = sigmoid(gate);
      const __m256 silu = _mm256_mul_ps(gate, share);
      const __m256 gradient = _mm256_mul_ps(raw, factor);
      // silu' = s (1 + gate (1 - s)) = s + silu (1 - s)
      const __m256 slope = _mm256_fmadd_ps(silu, _mm256_sub_ps(one, share), share);
      _mm256_storeu_ps(to + i, _mm256_mul_ps(_mm256_mul_ps(gradient, up), slope));
      _mm256_storeu_ps(to + width + i, _mm256_mul_ps(gradient, silu));
      if (task.factor_N == nullptr) continue;
      const __m256 product = _mm256_mul_ps(silu, up);
      along = _mm256_fmadd_ps(product, raw, along);
      _mm256_storeu_ps(task.weighted_NF + row * width + i, _mm256_mul_ps(product, factor));
    }
    if (task.factor_N != nullptr) task.factorGradient_N[row] = avx2Sum(along);
  }
}

void gatherRows(const float* from, const std::int64_t* row_N, std::int64_t rows, std::int64_t width, float* to_NW) {
  for (std::int64_t i = 0; i < rows; ++i)
    __builtin_memcpy(to_NW + i * width, from + row_N[i] * width, static_cast<std::size_t>(width) * sizeof(float));
}

void scatterRows(const float* from_NW, const std::int64_t* row_N, std::int64_t rows, std::int64_t width, float* to) {
  for (std::int64_t i = 0; i < rows; ++i) {
    float* row = to + row_N[i] * width;
    for (std::int64_t d = 0; d < width; d += 8)
      _mm256_storeu_ps(row + d, _mm256_add_ps(_mm256_loadu_ps(row + d), _mm256_loadu_ps(from_NW + i * width + d)));
  }
}

void combineRows(const float* from, const std::int64_t* row_NK, const float* factor_NK, std::int64_t rows,
                 std::int64_t most, std::int64_t width, float* to_NW) {
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t d = 0; d < width; d += 8) {
      __m256 sum = _mm256_setzero_ps();
      for (std::int64_t k = i * most; k < (i + 1) * most; ++k) {
        const __m256 value = _mm256_loadu_ps(from + row_NK[k] * width + d);
        sum = factor_NK == nullptr ? _mm256_add_ps(sum, value)
                                   : _mm256_fmadd_ps(value, _mm256_set1_ps(factor_NK[k]), sum);
      }
      _mm256_storeu_ps(to_NW + i * width + d, sum);
    }
  }
}

float logSumExp(const float* x_V, std::int64_t count) {
  const __m256 hidden = _mm256_set1_ps(-__builtin_inff());
  const auto load = [&](std::int64_t i) {
    if (i + 8 <= count) return _mm256_loadu_ps(x_V + i);
    const __m256i inside = avx2LanesBefore(count - i);
    return _mm256_blendv_ps(hidden, _mm256_maskload_ps(x_V + i, inside), _mm256_castsi256_ps(inside));
  };
  __m256 most = hidden;
  for (std::int64_t i = 0; i < count; i += 8) most = _mm256_max_ps(most, load(i));
  const float greatest = avx2Max(most);
  __m256 sum = _mm256_setzero_ps();
  for (std::int64_t i = 0; i < count; i += 8)
    sum = _mm256_add_ps(sum, avx2Exponential(_mm256_sub_ps(load(i), _mm256_set1_ps(greatest))));
  return greatest + __builtin_logf(avx2Sum(sum));
}

void softmaxTimes(float* x_V, std::int64_t count, float logSum, float factor) {
  for (std::int64_t i = 0; i < count; i += 8) {
    const __m256i inside = avx2LanesBefore(count - i);
    const __m256 value = avx2Exponential(_mm256_sub_ps(_mm256_maskload_ps(x_V + i, inside), _mm256_set1_ps(logSum)));
    _mm256_maskstore_ps(x_V + i, inside, _mm256_mul_ps(value, _mm256_set1_ps(factor)));
  }
}

#else

void normForward(const NormedRows&) {}
void normBackward(const NormedRows&, float*, float*) {}
void turnRows(const NormedRows&, bool) {}
void gatedForward(const float*, std::int64_t, std::int64_t, float*) {}
void gatedBackward(const GatedGradient&) {}
void gatherRows(const float*, const std::int64_t*, std::int64_t, std::int64_t, float*) {}
void scatterRows(const float*, const std::int64_t*, std::int64_t, std::int64_t, float*) {}
void combineRows(const float*, const std::int64_t*, const float*, std::int64_t, std::int64_t, std::int64_t, float*) {}
float logSumExp(const float*, std::int64_t) { return 0.0F; }
void softmaxTimes(float*, std::int64_t, float, float) {}

#endif

}  // namespace lacuna::engine

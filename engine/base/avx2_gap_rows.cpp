// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/avx2_gap_rows.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

__m256 load(const float* x) { return _mm256_loadu_ps(x); }
__m256 load(const Bits16* x) {
  const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(x)));
  return _mm256_castsi256_ps(_mm256_slli_epi32(wide, 16));
}

void store(__m256 x, float* to) { _mm256_storeu_ps(to, x); }
// To the nearest, ties to even.
void store(__m256 x, Bits16* to) {
  const __m256i bits = _mm256_castps_si256(x);
  const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
  const __m256i rounded = _mm256_add_epi32(bits, _mm256_add_epi32(odd, _mm256_set1_epi32(0x7FFF)));
  const __m256i high = _mm256_srli_epi32(rounded, 16);
  const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(high, high), 0x08);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_castsi256_si128(packed));
}

float one(const float* x) { return *x; }
float one(const Bits16* x) { return __builtin_bit_cast(float, static_cast<std::uint32_t>(*x) << 16U); }
void putOne(float x, float* to) { *to = x; }
void putOne(float x, Bits16* to) {
  const auto bits = __builtin_bit_cast(std::uint32_t, x);
  *to = static_cast<Bits16>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

template <class T>
void copy(const T* from, std::int64_t count, T* to) {
  __builtin_memcpy(to, from, static_cast<std::size_t>(count) * sizeof(T));
}

__m256 sigmoid(__m256 x) {
  const __m256 ones = _mm256_set1_ps(1.0F);
  return _mm256_div_ps(ones, _mm256_add_ps(ones, avx2Exponential(_mm256_sub_ps(_mm256_setzero_ps(), x))));
}

// silu(gate) up and its derivatives, 8 at a time.
struct GatedParts {
  __m256 out, byGate, byUp;
};
GatedParts gatedParts(__m256 gate, __m256 up) {
  const __m256 s = sigmoid(gate);
  const __m256 silu = _mm256_mul_ps(gate, s);
  const __m256 slope = _mm256_fmadd_ps(_mm256_mul_ps(silu, _mm256_sub_ps(_mm256_set1_ps(1.0F), s)),
                                       _mm256_set1_ps(1.0F), s);  // s (1 + gate (1 - s))
  return {_mm256_mul_ps(silu, up), _mm256_mul_ps(up, slope), silu};
}

// sign: 1, or -1 for the other way round, which is the derivative. to may be from.
template <class T>
void turn(const GapHeads& task, std::int64_t row, float sign, const T* from, T* to) {
  const std::int64_t half = task.headSize / 2;
  const float* const cos = task.cos_NF + row * half;
  const float* const sin = task.sin_NF + row * half;
  const __m256 signs = _mm256_set1_ps(sign);
  for (std::int64_t i = 0; i < half; i += 8) {
    const __m256 a = load(from + i);
    const __m256 b = load(from + half + i);
    const __m256 c = load(cos + i);
    const __m256 s = _mm256_mul_ps(signs, load(sin + i));
    store(_mm256_fmsub_ps(a, c, _mm256_mul_ps(b, s)), to + i);
    store(_mm256_fmadd_ps(a, s, _mm256_mul_ps(b, c)), to + half + i);
  }
}

}  // namespace

template <class T>
void GapRowKernels<T>::norm(const NormedGapRows& task, T* h_NW) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const float* const x = task.x_NW + row * task.width;
    T* const h = h_NW + row * task.width;
    __m256 squares = _mm256_setzero_ps();
    for (std::int64_t i = 0; i < task.width; i += 8) squares = _mm256_fmadd_ps(load(x + i), load(x + i), squares);
    const float factor = 1.0F / __builtin_sqrtf(avx2Sum(squares) / static_cast<float>(task.width) + task.epsilon);
    task.factor_N[row] = factor;
    const __m256 factors = _mm256_set1_ps(factor);
    for (std::int64_t i = 0; i < task.width; i += 8)
      store(_mm256_mul_ps(_mm256_mul_ps(load(x + i), factors), load(task.gain_W + i)), h + i);
  }
}

// With z = gain dh and r the factor: dx = r z - x r^3 mean(x z).
template <class T>
void GapRowKernels<T>::normGradient(const NormedGapRows& task, const T* dh_NW, float* dx_NW) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const float* const x = task.x_NW + row * task.width;
    const T* const dh = dh_NW + row * task.width;
    float* const dx = dx_NW + row * task.width;
    const float factor = task.factor_N[row];
    __m256 along = _mm256_setzero_ps();
    for (std::int64_t i = 0; i < task.width; i += 8)
      along = _mm256_fmadd_ps(_mm256_mul_ps(load(dh + i), load(task.gain_W + i)), load(x + i), along);
    const __m256 r = _mm256_set1_ps(factor);
    const __m256 back = _mm256_set1_ps(factor * factor * factor * avx2Sum(along) / static_cast<float>(task.width));
    for (std::int64_t i = 0; i < task.width; i += 8) {
      const __m256 pulled = _mm256_mul_ps(load(dh + i), load(task.gain_W + i));
      store(_mm256_fmadd_ps(pulled, r, _mm256_fnmadd_ps(load(x + i), back, load(dx + i))), dx + i);
    }
  }
}

template <class T>
void GapRowKernels<T>::add(const T* y, std::int64_t count, float* x) {
  for (std::int64_t i = 0; i < count; i += 8) store(_mm256_add_ps(load(x + i), load(y + i)), x + i);
}

template <class T>
void GapRowKernels<T>::narrow(const float* x, std::int64_t count, T* y) {
  for (std::int64_t i = 0; i < count; i += 8) store(load(x + i), y + i);
}

template <class T>
void GapRowKernels<T>::gated(const T* hidden_N2F, std::int64_t rows, std::int64_t width, T* out_NF) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const T* const gate = hidden_N2F + row * 2 * width;
    T* const out = out_NF + row * width;
    for (std::int64_t i = 0; i < width; i += 8) store(avx2Gated(load(gate + i), load(gate + width + i)), out + i);
  }
}

template <class T>
void GapRowKernels<T>::gatedGradient(const Gated& task, T* hidden_N2F) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const T* const gate = task.hidden_N2F + row * 2 * task.width;
    const T* const dy = task.out_NF + row * task.width;
    T* const to = hidden_N2F + row * 2 * task.width;
    for (std::int64_t i = 0; i < task.width; i += 8) {
      const GatedParts parts = gatedParts(load(gate + i), load(gate + task.width + i));
      const __m256 d = load(dy + i);
      store(_mm256_mul_ps(d, parts.byGate), to + i);
      store(_mm256_mul_ps(d, parts.byUp), to + task.width + i);
    }
  }
}

template <class T>
void GapRowKernels<T>::routed(const RoutedGapRows<T>& task, T* out_NEF) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t k = 0; k < task.chosen; ++k) {
      const std::int64_t at = row * task.experts + task.expert_NK[row * task.chosen + k];
      const __m256 weight = _mm256_set1_ps(task.weight_NK[row * task.chosen + k]);
      const T* const gate = task.hidden_NE2F + at * 2 * task.width;
      T* const out = out_NEF + at * task.width;
      for (std::int64_t i = 0; i < task.width; i += 8)
        store(_mm256_mul_ps(weight, avx2Gated(load(gate + i), load(gate + task.width + i))), out + i);
    }
  }
}

template <class T>
void GapRowKernels<T>::routedGradient(const RoutedGapRows<T>& task, const T* out_NEF, T* hidden_NE2F,
                                      float* logits_NE) {
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const std::int64_t* const expert = task.expert_NK + row * task.chosen;
    const float* const weight = task.weight_NK + row * task.chosen;
    float* const logits = logits_NE + row * task.experts;
    float mean = 0;  // of the weights' gradients, by the weights
    for (std::int64_t k = 0; k < task.chosen; ++k) {
      const std::int64_t at = row * task.experts + expert[k];
      const T* const gate = task.hidden_NE2F + at * 2 * task.width;
      const T* const dy = out_NEF + at * task.width;
      T* const to = hidden_NE2F + at * 2 * task.width;
      const __m256 weights = _mm256_set1_ps(weight[k]);
      __m256 along = _mm256_setzero_ps();
      for (std::int64_t i = 0; i < task.width; i += 8) {
        const GatedParts parts = gatedParts(load(gate + i), load(gate + task.width + i));
        const __m256 d = load(dy + i);
        along = _mm256_fmadd_ps(d, parts.out, along);
        const __m256 weighted = _mm256_mul_ps(d, weights);
        store(_mm256_mul_ps(weighted, parts.byGate), to + i);
        store(_mm256_mul_ps(weighted, parts.byUp), to + task.width + i);
      }
      logits[expert[k]] = avx2Sum(along);
      mean += weight[k] * logits[expert[k]];
    }
    for (std::int64_t k = 0; k < task.chosen; ++k) logits[expert[k]] = weight[k] * (logits[expert[k]] - mean);
  }
}

template <class T>
void GapRowKernels<T>::split(const GapHeads& task, const T* all_NX, T* q, T* k, T* v) {
  const std::int64_t size = task.headSize;
  const std::int64_t width = (task.heads + 2 * task.keyHeads) * size;
  for (std::int64_t row = 0; row < task.rows; ++row) {
    const T* const queries = all_NX + row * width;
    const T* const keys = queries + task.heads * size;
    const T* const values = keys + task.keyHeads * size;
    if (q != nullptr) {
      for (std::int64_t h = 0; h < task.heads; ++h)
        turn(task, row, 1.0F, queries + h * size, q + (h * task.room + row) * size);
    }
    for (std::int64_t g = 0; g < task.keyHeads; ++g) {
      const std::int64_t at = (g * task.keys + task.first + row) * size;
      if (q != nullptr)
        turn(task, row, 1.0F, keys + g * size, k + at);
      else
        copy(keys + g * size, size, k + at);
      copy(values + g * size, size, v + at);
    }
  }
}

template <class T>
void GapRowKernels<T>::join(const GapHeads& task, const Heads& from, T* all_NX) {
  const std::int64_t size = task.headSize;
  const std::int64_t width = (task.heads + 2 * task.keyHeads) * size;
  for (std::int64_t row = 0; row < task.rows; ++row) {
    T* const queries = all_NX + row * width;
    T* const keys = queries + task.heads * size;
    T* const values = keys + task.keyHeads * size;
    for (std::int64_t h = 0; h < task.heads; ++h)
      turn(task, row, -1.0F, from.q + (h * task.room + row) * size, queries + h * size);
    for (std::int64_t g = 0; g < task.keyHeads; ++g) {
      const std::int64_t at = (g * task.keys + task.first + row) * size;
      turn(task, row, -1.0F, from.k + at, keys + g * size);
      copy(from.v + at, size, values + g * size);
    }
  }
}

template <class T>
void GapRowKernels<T>::turnKeys(const GapHeads& task, T* k) {
  for (std::int64_t g = 0; g < task.keyHeads; ++g) {
    for (std::int64_t row = 0; row < task.rows; ++row) {
      T* const key = k + (g * task.keys + task.first + row) * task.headSize;
      turn(task, row, 1.0F, key, key);
    }
  }
}

template <class T>
void GapRowKernels<T>::gather(const GapHeads& task, const T* out, T* rows_NX) {
  const std::int64_t size = task.headSize;
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t h = 0; h < task.heads; ++h)
      copy(out + (h * task.room + row) * size, size, rows_NX + (row * task.heads + h) * size);
  }
}

template <class T>
void GapRowKernels<T>::scatter(const GapHeads& task, const T* rows_NX, T* out) {
  const std::int64_t size = task.headSize;
  for (std::int64_t row = 0; row < task.rows; ++row) {
    for (std::int64_t h = 0; h < task.heads; ++h)
      copy(rows_NX + (row * task.heads + h) * size, size, out + (h * task.room + row) * size);
  }
}

template <class T>
float GapRowKernels<T>::tokenLoss(T* logits_V, std::int64_t count, std::int64_t target, float scale) {
  const float asked = one(logits_V + target);
  std::int64_t i = 0;
  __m256 highs = _mm256_set1_ps(asked);
  for (; i + 8 <= count; i += 8) highs = _mm256_max_ps(highs, load(logits_V + i));
  float highest = avx2Max(highs);
  for (std::int64_t rest = i; rest < count; ++rest)
    highest = one(logits_V + rest) > highest ? one(logits_V + rest) : highest;
  const __m256 shift = _mm256_set1_ps(highest);
  const auto exponential = [&](std::int64_t at) {
    if (at + 8 <= count) return avx2Exponential(_mm256_sub_ps(load(logits_V + at), shift));
    alignas(32) float last[8];
    for (std::int64_t k = 0; k < 8; ++k) last[k] = at + k < count ? one(logits_V + at + k) - highest : -1e30F;
    return avx2Exponential(_mm256_load_ps(last));
  };
  // Sums of 64 by 8 lanes in float32, their sum in float64.
  double sum = 0;
  for (i = 0; i < count; i += 512) {
    __m256 part = _mm256_setzero_ps();
    for (std::int64_t k = i; k < i + 512 && k < count; k += 8) part = _mm256_add_ps(part, exponential(k));
    sum += static_cast<double>(avx2Sum(part));
  }
  const double loss = __builtin_log(sum) + static_cast<double>(highest) - static_cast<double>(asked);
  if (scale == 0) return static_cast<float>(loss);
  const auto share = static_cast<float>(static_cast<double>(scale) / sum);
  const float own =
      share * _mm_cvtss_f32(_mm256_castps256_ps128(avx2Exponential(_mm256_set1_ps(asked - highest)))) - scale;
  const __m256 shares = _mm256_set1_ps(share);
  for (i = 0; i + 8 <= count; i += 8) store(_mm256_mul_ps(exponential(i), shares), logits_V + i);
  if (i < count) {
    alignas(32) float last[8];
    _mm256_store_ps(last, _mm256_mul_ps(exponential(i), shares));
    for (std::int64_t k = 0; i + k < count; ++k) putOne(last[k], logits_V + i + k);
  }
  putOne(own, logits_V + target);
  return static_cast<float>(loss);
}

#else

// Never called: hasAvx2() is false.
template <class T>
void GapRowKernels<T>::norm(const NormedGapRows&, T*) {}
template <class T>
void GapRowKernels<T>::normGradient(const NormedGapRows&, const T*, float*) {}
template <class T>
void GapRowKernels<T>::add(const T*, std::int64_t, float*) {}
template <class T>
void GapRowKernels<T>::narrow(const float*, std::int64_t, T*) {}
template <class T>
void GapRowKernels<T>::gated(const T*, std::int64_t, std::int64_t, T*) {}
template <class T>
void GapRowKernels<T>::gatedGradient(const Gated&, T*) {}
template <class T>
void GapRowKernels<T>::routed(const RoutedGapRows<T>&, T*) {}
template <class T>
void GapRowKernels<T>::routedGradient(const RoutedGapRows<T>&, const T*, T*, float*) {}
template <class T>
void GapRowKernels<T>::split(const GapHeads&, const T*, T*, T*, T*) {}
template <class T>
void GapRowKernels<T>::join(const GapHeads&, const Heads&, T*) {}
template <class T>
void GapRowKernels<T>::turnKeys(const GapHeads&, T*) {}
template <class T>
void GapRowKernels<T>::gather(const GapHeads&, const T*, T*) {}
template <class T>
void GapRowKernels<T>::scatter(const GapHeads&, const T*, T*) {}
template <class T>
float GapRowKernels<T>::tokenLoss(T*, std::int64_t, std::int64_t, float) {
  return 0;
}

#endif

template struct GapRowKernels<float>;
template struct GapRowKernels<Bits16>;

}  // namespace lacuna::engine

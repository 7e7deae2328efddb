// SPDX-License-Identifier: GPL-3.0-or-later
// What a denoising step does to single rows, each in one pass where tensors would need several. Compiled with the
// machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: D head size.
#pragma once

#include <cstdint>

namespace lacuna::engine {

constexpr float kNormEpsilon = 1e-6F;

// out = x gain / sqrt(mean(x^2) + epsilon), row by row; strides in floats.
struct NormTask {
  const float* x = nullptr;
  const float* gain = nullptr;  // `width` of them
  float* out = nullptr;         // may be x
  std::int64_t stride = 0;      // of x and out
  std::int64_t rows = 0;
  std::int64_t width = 0;
};
void normRows(const NormTask& task);

// Each head of a row is normed like that and then turned by the row's angles, in place: what rmsNorm and rotate() of
// attention/rotary.h do.
struct HeadTask {
  float* x = nullptr;           // head h of row i at x + i * stride + h * D
  const float* gain = nullptr;  // D of them
  const float* cos = nullptr;   // D / 4 a row
  const float* sin = nullptr;
  std::int64_t stride = 0;
  std::int64_t rows = 0;
  std::int64_t heads = 0;
  std::int64_t headSize = 0;
};
void normHeads(const HeadTask& task);

// to = from turned by one row's angles.
void turnHead(const float* from, const float* cos, const float* sin, std::int64_t headSize, float* to);

}  // namespace lacuna::engine

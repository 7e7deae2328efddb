// SPDX-License-Identifier: GPL-3.0-or-later
// What a denoising step does to single rows, each in one pass where tensors would need several. Compiled with the
// machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: D head size.
#pragma once

#include <cstdint>

namespace lacuna::engine {

// out = x gain / sqrt(mean(x^2) + epsilon), row by row; strides in floats.
struct NormTask {
  const float* x = nullptr;
  const float* gain = nullptr;  // `width` of them
  float* out = nullptr;         // may be x
  std::int64_t stride = 0;      // of x and out
  std::int64_t rows = 0;
  std::int64_t width = 0;
  float epsilon = 1e-6F;
};
void normRows(const NormTask& task);

// Each head of a row is normed like that, where there is a gain, and then turned by the row's angles, in place: what
// rmsNorm and rotate() of attention/rotary.h do.
struct HeadTask {
  float* x = nullptr;           // head h of row i at x + i * stride + h * D
  const float* gain = nullptr;  // D of them; null: heads are turned as they are
  const float* cos = nullptr;   // `angles` a row
  const float* sin = nullptr;
  std::int64_t stride = 0;
  std::int64_t rows = 0;
  std::int64_t heads = 0;
  std::int64_t headSize = 0;
  std::int64_t angles = 0;
  float epsilon = 1e-6F;
};
void normHeads(const HeadTask& task);

// One row's angles: dimensions i and count + i of a head are turned together.
struct Angles {
  const float* cos = nullptr;
  const float* sin = nullptr;
  std::int64_t count = 0;
};

// to = from turned by them.
void turnHead(const float* from, const Angles& angles, std::int64_t headSize, float* to);

}  // namespace lacuna::engine

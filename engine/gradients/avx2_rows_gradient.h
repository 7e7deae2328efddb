// SPDX-License-Identifier: GPL-3.0-or-later
// What training does to single rows, forward and backward, each in one pass where tensors would need several. Compiled
// with the machine's wide instructions, so nothing is included here or there that other files could share. Whoever
// calls has asked hasAvx2().
//
// Shapes: N rows, W their width, F hidden width, D head size, V vocabulary; all float32 and multiples of 8 but for V.
#pragma once

#include <cstdint>

namespace lacuna::engine {

// Rows are normed with a gain, and may be turned: y = turn(x gain / sqrt(mean(x^2) + epsilon)). Part p of row i is at
// x + i * xStride + p * width, and the same for y: a part is a whole row, or one head of it.
struct NormedRows {
  const float* x = nullptr;
  std::int64_t xStride = 0;  // in floats, like the others
  float* y = nullptr;
  std::int64_t yStride = 0;
  const float* gain = nullptr;  // `width` of them; null: 1
  const float* cos = nullptr;   // `angles` a row; null: not turned
  const float* sin = nullptr;
  std::int64_t angles = 0;  // dimensions i and angles + i of a part are turned together
  std::int64_t rows = 0;
  std::int64_t parts = 1;
  std::int64_t width = 0;
  float epsilon = 1e-6F;
};
void normForward(const NormedRows& task);
// task.y: the gradient of y, read. xGradient: written, as x. gainGradient: `width` sums, added to; null where no gain.
void normBackward(const NormedRows& task, float* xGradient, float* gainGradient);

// y = x turned by its row's angles, or by their opposite, which is the derivative.
void turnRows(const NormedRows& task, bool back);

// out = silu(gate) up. hidden_N2F: gate, then up, in each row.
void gatedForward(const float* hidden_N2F, std::int64_t rows, std::int64_t width, float* out_NF);

struct GatedGradient {
  const float* hidden_N2F = nullptr;
  const float* out_NF = nullptr;  // gradient of what came out
  std::int64_t rows = 0;
  std::int64_t width = 0;  // F
  float* hiddenGradient_N2F = nullptr;
  // Null, or each row's factor: what came out was multiplied by it later. Then these are written too:
  const float* factor_N = nullptr;
  float* factorGradient_N = nullptr;
  float* weighted_NF = nullptr;  // factor silu(gate) up
};
void gatedBackward(const GatedGradient& task);

// to[i] = from[row i] where `row` names them; to[row i] += from[i].
void gatherRows(const float* from, const std::int64_t* row_N, std::int64_t rows, std::int64_t width, float* to_NW);
void scatterRows(const float* from_NW, const std::int64_t* row_N, std::int64_t rows, std::int64_t width, float* to);
// to[i] = sum over k of factor[i, k] from[row[i, k]]; factor null: 1.
void combineRows(const float* from, const std::int64_t* row_NK, const float* factor_NK, std::int64_t rows,
                 std::int64_t most, std::int64_t width, float* to_NW);

// log(sum of e^x) of a row.
float logSumExp(const float* x_V, std::int64_t count);
// x = factor e^(x - logSum)
void softmaxTimes(float* x_V, std::int64_t count, float logSum, float factor);

}  // namespace lacuna::engine

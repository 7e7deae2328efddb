// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of products in bfloat16 on a CPU with AMX (tiles of 16 rows by 32 inputs; sums in float32, in the
// order of the inputs, so a row's result does not depend on the rows beside it). Compiled with the machine's wide
// instructions, so nothing is included here or there that other files could share.
//
// Shapes: M rows of x, I inputs rounded up to kTileInputs with zeros, panels of 16 output columns: bfloat16
// [I / 2][16][2] each, one after the other, 64-byte aligned.
#pragma once

#include <cstdint>

namespace lacuna::engine {

constexpr std::int64_t kTileInputs = 32;
constexpr std::int64_t kTileRowsOfX = 16;

// Whether these were compiled, and this processor and system let them run. Where not, they do nothing.
bool hasAmx();

struct BfloatTask {
  const std::uint16_t* x = nullptr;      // rows padded to a multiple of kTileRowsOfX: those are read too
  std::int64_t xStride = 0;              // values, at least I
  const std::int64_t* xRow_M = nullptr;  // as in LinearTask, like the rest
  const std::uint16_t* panels = nullptr;
  std::int64_t rows = 0;
  std::int64_t inputs = 0;  // I
  std::int64_t outputs = 0;
  float* out = nullptr;
  std::int64_t outStride = 0;
  const std::int64_t* outRow_M = nullptr;
  const float* scale_M = nullptr;
};

// As multiplyPanels and multiplyGatedPanels of avx2_linear.h.
void multiplyBfloatPanels(const BfloatTask& task, std::int64_t first, std::int64_t last);
void multiplyBfloatGatedPanels(const BfloatTask& task, std::int64_t first, std::int64_t last);

// Rows of `inputs` floats, rounded to the nearest, to even; what is past the inputs, up to outStride, becomes 0.
void roundToBfloat(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs, std::uint16_t* out,
                   std::int64_t outStride);

}  // namespace lacuna::engine

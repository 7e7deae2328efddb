// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of small matrix products on a CPU with AVX2 and FMA. Compiled with the machine's wide instructions,
// so nothing is included here or there that other files could share.
//
// Shapes: M rows of x, I inputs, panels of 16 output columns: float32 [I][16] each, one after the other, 32-byte
// aligned.
#pragma once

#include <cstdint>

namespace lacuna::engine {

constexpr std::int64_t kPanelColumns = 16;

// Whether these and the other kernels were compiled and this processor can run them. Where not, they do nothing.
bool hasAvx2();

struct LinearTask {
  const float* x = nullptr;
  std::int64_t xStride = 0;              // floats, like outStride
  const std::int64_t* xRow_M = nullptr;  // which rows of x; null: the first M
  const float* panels = nullptr;
  std::int64_t rows = 0;    // M
  std::int64_t inputs = 0;  // I
  std::int64_t outputs = 0;
  float* out = nullptr;
  std::int64_t outStride = 0;
  const std::int64_t* outRow_M = nullptr;  // which rows of out; null: the first M
  const float* scale_M = nullptr;          // null: out = y; else out += scale y
};

// y = x W^T for the columns of panels first .. last.
void multiplyPanels(const LinearTask& task, std::int64_t first, std::int64_t last);

// Panels of 8 gate and 8 up columns; y = silu(gate) up, 8 columns a panel. outputs counts those.
void multiplyGatedPanels(const LinearTask& task, std::int64_t first, std::int64_t last);

}  // namespace lacuna::engine

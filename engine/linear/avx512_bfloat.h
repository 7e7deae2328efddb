// SPDX-License-Identifier: GPL-3.0-or-later
// Products of bfloat16 matrices on a CPU with AVX-512 BF16: for the training of an adapter, whose rows are many, so the
// right side is laid into panels as it is needed. Sums are float32, in the order of the inputs; a row's result does not
// depend on the rows beside it. Compiled with the machine's wide instructions, so nothing is included here or there
// that other files could share.
//
// Shapes: M rows, K inputs, N outputs.
#pragma once

#include <cstdint>

namespace lacuna::engine {

constexpr std::int64_t kBfloatColumns = 32;  // of a panel

// Whether these were compiled and this processor can run them. Where not, they do nothing.
bool hasBfloat512();

struct BfloatProduct {
  const std::uint16_t* x = nullptr;  // row-major
  std::int64_t xStride = 0;          // values, at least K
  const std::uint16_t* w = nullptr;  // input k of output n: w[k * wInput + n * wOutput]; one of the two is 1
  std::int64_t wInput = 0;
  std::int64_t wOutput = 0;
  std::int64_t rows = 0;
  std::int64_t inputs = 0;  // even
  std::int64_t outputs = 0;
  std::uint16_t* y = nullptr;  // row-major
  std::int64_t yStride = 0;
  bool adds = false;  // y += x w, rounded once; else y = x w
};

// Panels of kBfloatColumns outputs, first .. last.
void multiplyBfloat512(const BfloatProduct& product, std::int64_t first, std::int64_t last);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of products in 16-bit fixed point, on a CPU with AVX2: two products and their sum in one instruction
// where float32 does one, so 1.6 times its rate on a Zen 3 core; with AVX-512 VNNI in half as many again. Compiled with
// the machine's wide instructions, so nothing is included here or there that other files could share.
//
// Each run of a row of x is rounded to whole numbers of at most fixedLimit(I), a column of weights to at most
// fixedWeight(I), with scales of their own, so that the sum of a run always fits 32 bits: runs are exact, and are added
// as floats. What counts is the two roundings. Rows of a pretrained model have a few values far above the others: in
// short runs only their neighbours are rounded as coarsely as they are.
//
// Shapes: M rows of x, I inputs, R = fixedRuns(I), P pairs of inputs (I / 2, rounded up), panels of 16 output columns:
// int16 [P][16][2] each, one after the other, 32-byte aligned.
#pragma once

#include <cstdint>

namespace lacuna::engine {

// Products of up to so many inputs are one run, of more in runs of kFixedRun.
constexpr std::int64_t kFixedWhole = 512;
constexpr std::int64_t kFixedRun = 64;  // inputs, even
// The largest magnitude of a rounded weight.
inline int fixedWeight(std::int64_t inputs) { return inputs > kFixedWhole ? 8191 : 2047; }

// Whether the processor multiplies and adds 32 pairs in one instruction (AVX-512 VNNI).
bool hasVnni();

inline std::int64_t fixedRuns(std::int64_t inputs) {
  return inputs > kFixedWhole ? (inputs + kFixedRun - 1) / kFixedRun : 1;
}

// The largest magnitude of a rounded x.
int fixedLimit(std::int64_t inputs);

struct FixedTask {
  const std::int16_t* x = nullptr;       // rows of an even number of values; what is past I is 0
  const float* xScale_MR = nullptr;      // per row of x and run
  std::int64_t xStride = 0;              // values
  const std::int64_t* xRow_M = nullptr;  // as in LinearTask, like the rest
  const std::int16_t* panels = nullptr;
  const float* columnScale = nullptr;  // per column, those of padding included
  std::int64_t rows = 0;
  std::int64_t inputs = 0;
  std::int64_t outputs = 0;
  float* out = nullptr;
  std::int64_t outStride = 0;
  const std::int64_t* outRow_M = nullptr;
  const float* scale_M = nullptr;
  bool vnni = hasVnni();  // the sums are the same without
};

// As multiplyPanels and multiplyGatedPanels of avx2_linear.h.
void multiplyFixedPanels(const FixedTask& task, std::int64_t first, std::int64_t last);
void multiplyFixedGatedPanels(const FixedTask& task, std::int64_t first, std::int64_t last);

// Weights into panels: row o of x, `inputs` floats, becomes column o % 16 of panel o / 16, in whole numbers times its
// scale. panels: zeros. scale: per column; 0 for a column of zeros.
void roundColumns(const float* x, std::int64_t xStride, std::int64_t outputs, std::int64_t inputs, std::int16_t* panels,
                  float* scale);

// Rows of `inputs` floats, each run to whole numbers times its scale; what is past the inputs, up to outStride, becomes
// 0.
void roundRows(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs, std::int16_t* out,
               std::int64_t outStride, float* scale_MR);

}  // namespace lacuna::engine

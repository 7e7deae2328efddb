// SPDX-License-Identifier: GPL-3.0-or-later
// Weights laid out once for the inner loops of avx2_linear.h and avx2_fixed.h. For inference on a CPU with AVX2, no
// gradients. A denoising step has few rows, and a general product would lay the weights out anew in every step.
//
// Shapes: N rows, I inputs, O outputs, F hidden width.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {

enum class Precision {
  kFloat32,
  kFixed16,   // weights and rows rounded to 16-bit whole numbers, sums exact: see avx2_fixed.h
  kBfloat16,  // weights and rows rounded to bfloat16, sums in float32: see amx_bfloat.h. REQUIRES: hasAmx()
  kQuickest,  // of a model's steps, not of a product: kBfloat16 over a base where there is AMX, else kFixed16
};

// Rows of x that go in, rows of out that come back, and what each is multiplied by; empty: all rows, stored as they
// are.
struct RowChoice {
  std::vector<std::int64_t> in;
  std::vector<std::int64_t> out;
  std::vector<float> scale;  // not empty: products are added to out
};

// Rows as floats.
struct RowSpan {
  const float* data = nullptr;
  std::int64_t stride = 0;
  std::int64_t rows = 0;
};

struct RowTarget {
  float* data = nullptr;
  std::int64_t stride = 0;
};

// Rows as a product reads them, rounded where it works in fixed point. One serves all products of the same precision
// and number of inputs; the floats have to outlive it.
class ProductRows {
 public:
  void set(const RowSpan& rows, std::int64_t inputs, Precision precision);

 private:
  friend class PackedLinear;
  RowSpan floats_;
  std::vector<std::int16_t> rounded_;  // whole numbers, or bfloat16 as it lies in memory
  std::vector<float> scale_;
  std::int64_t roundedStride_ = 0;
};

class PackedLinear {
 public:
  PackedLinear() = default;
  // weight_OI: float32 on the CPU.
  explicit PackedLinear(const torch::Tensor& weight_OI, Precision precision = Precision::kFloat32);
  // gateUp_2FI, gate rows first: y = silu(gate) up, O = F.
  static PackedLinear gated(const torch::Tensor& gateUp_2FI, Precision precision = Precision::kFloat32);

  bool empty() const { return outputs_ == 0; }
  std::int64_t inputs() const { return inputs_; }
  std::int64_t outputs() const { return outputs_; }
  std::int64_t panels() const { return panels_; }
  Precision precision() const { return precision_; }
  std::size_t bytes() const;

  // [N, O]; x_NI: float32 with contiguous rows.
  torch::Tensor operator()(const torch::Tensor& x_NI) const;
  // One part of it: the columns of panels first .. last, for callers that spread panels over threads themselves.
  void multiply(const torch::Tensor& x_NI, const RowChoice& rows, const torch::Tensor& out_NO, std::int64_t first,
                std::int64_t last) const;

  // All of it on this thread. x: set for these inputs and this precision.
  void multiply(const ProductRows& x, const RowChoice& rows, const RowTarget& out) const;

 private:
  void multiplyFloats(const RowSpan& x, const RowChoice& rows, const RowTarget& out, std::int64_t first,
                      std::int64_t last) const;

  void multiplyPart(const ProductRows& x, const RowChoice& rows, const RowTarget& out, std::int64_t first,
                    std::int64_t last) const;
  void multiplyBfloats(const ProductRows& x, const RowChoice& rows, const RowTarget& out, std::int64_t first,
                       std::int64_t last) const;

  bool gated_ = false;
  Precision precision_ = Precision::kFloat32;
  std::int64_t inputs_ = 0;
  std::int64_t outputs_ = 0;
  std::int64_t panels_ = 0;
  // Aligned to 64 bytes as all of LibTorch's CPU memory: float32 [panels, I, 16]; int16 or, with I rounded up,
  // bfloat16 [panels, I / 2, 16, 2].
  torch::Tensor data_;
  torch::Tensor scale_O_;  // of fixed point, per column of the panels
};

// Whether packed weights may be used here and now: no gradient is recorded and the processor has what it takes.
bool canUsePacked();

}  // namespace lacuna::engine

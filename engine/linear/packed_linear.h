// SPDX-License-Identifier: GPL-3.0-or-later
// Weights laid out once for the inner loops of avx2_linear.h. For inference on a CPU with AVX2: float32, no gradients.
// A denoising step has few rows, and a general product would lay the weights out anew in every step.
//
// Shapes: N rows, I inputs, O outputs, F hidden width.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {

// Rows of x that go in, rows of out that come back, and what each is multiplied by; empty: all rows, stored as they
// are.
struct RowChoice {
  std::vector<std::int64_t> in;
  std::vector<std::int64_t> out;
  std::vector<float> scale;  // not empty: products are added to out
};

class PackedLinear {
 public:
  PackedLinear() = default;
  // weight_OI: float32 on the CPU.
  explicit PackedLinear(const torch::Tensor& weight_OI);
  // gateUp_2FI, gate rows first: y = silu(gate) up, O = F.
  static PackedLinear gated(const torch::Tensor& gateUp_2FI);

  bool empty() const { return outputs_ == 0; }
  std::int64_t outputs() const { return outputs_; }
  std::int64_t panels() const { return panels_; }

  // [N, O]; x_NI: float32 with contiguous rows.
  torch::Tensor operator()(const torch::Tensor& x_NI) const;
  // One part of it: the columns of panels first .. last, for callers that spread panels over threads themselves.
  void multiply(const torch::Tensor& x_NI, const RowChoice& rows, const torch::Tensor& out_NO, std::int64_t first,
                std::int64_t last) const;

 private:
  bool gated_ = false;
  std::int64_t inputs_ = 0;
  std::int64_t outputs_ = 0;
  std::int64_t panels_ = 0;
  torch::Tensor data_;  // [panels, I, 16], aligned to 64 bytes as all of LibTorch's CPU memory
};

// Whether packed weights may be used here and now: no gradient is recorded and the processor has what it takes.
bool canUsePacked();

}  // namespace lacuna::engine

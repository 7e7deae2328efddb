// SPDX-License-Identifier: GPL-3.0-or-later
// Rows times the matrix of their expert, by the kernels of engine/cuda/grouped_product.h, with its derivative.
//
// Shapes: N rows, sorted by expert, E experts, I inputs, O outputs.
#pragma once

#include <torch/types.h>

#include "engine/cuda/grouped_product.h"

namespace lacuna::engine {

// Whoever can start the kernels: the CUDA module, and the test that plays a GPU.
class GroupKernel {
 public:
  virtual ~GroupKernel() = default;
  virtual void product(const cuda::tensor::GroupTask& task) const = 0;
  virtual void gradient(const cuda::tensor::GroupTask& task) const = 0;
};

// I and O: multiples of 8. Computed in bfloat16 with float32 sums; [N, O] in the precision of rows_NI. Differentiable.
torch::Tensor multiplyGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI, const torch::Tensor& ends_E,
                             const GroupKernel& kernel);

// The same with every expert's matrix on every row, for devices that have neither kernel. Any sizes.
torch::Tensor multiplyAllGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI,
                                const torch::Tensor& ends_E);

}  // namespace lacuna::engine

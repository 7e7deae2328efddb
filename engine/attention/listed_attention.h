// SPDX-License-Identifier: GPL-3.0-or-later
// Attention by a kernel that reads block lists: what a device's module implements, and its derivative for LibTorch.
//
// Shapes as in attend.h; L is the logarithm of the sum of exp(scores), natural, which the backward pass starts from.
#pragma once

#include <torch/types.h>

#include <memory>

#include "engine/attention/block_lists.h"

namespace lacuna::engine {

struct AttentionInput {
  torch::Tensor q_QHD, k_KGD, v_KGD;  // float32 or bfloat16, all alike; the D numbers of a head contiguous
};

struct AttentionOutput {
  torch::Tensor out_QHD;
  torch::Tensor logSum_QH;  // float32
};

struct AttentionGradients {
  torch::Tensor q_QHD, k_KGD, v_KGD;
};

class AttentionKernel {
 public:
  virtual ~AttentionKernel() = default;
  // Heads of so many numbers can be attended to.
  virtual bool takes(std::int64_t headSize) const = 0;
  virtual AttentionOutput forward(const AttentionInput& input, const BlockLists& lists) const = 0;
  // gradient_QHD: of the output. lists has keys.
  virtual AttentionGradients backward(const AttentionInput& input, const AttentionOutput& output,
                                      const torch::Tensor& gradient_QHD, const BlockLists& lists) const = 0;
};

// Differentiable in q, k, v where the lists have keys. Under autocast in its lower precision. [Q, H, D]
torch::Tensor attendListed(const AttentionInput& input, const std::shared_ptr<const BlockLists>& lists,
                           const AttentionKernel& kernel);

}  // namespace lacuna::engine

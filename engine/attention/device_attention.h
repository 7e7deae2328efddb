// SPDX-License-Identifier: GPL-3.0-or-later
// Between LibTorch's tensors and the kernels of engine/cuda: memory, strides and the order of the passes. What starts
// a kernel is left to whoever has one: the CUDA module, and the test that plays a GPU.
#pragma once

#include "engine/attention/listed_attention.h"
#include "engine/cuda/kernel_types.h"

namespace lacuna::engine {

using cuda::AttentionPass;

struct AttentionGrid {
  std::int64_t blocks = 0;  // of the list
  std::int64_t heads = 0;   // query heads, for keys' gradients key heads
};

class DeviceAttention : public AttentionKernel {
 public:
  static constexpr std::int64_t kLargestHead = 128;

  bool takes(std::int64_t headSize) const override { return headSize % 8 == 0 && headSize <= kLargestHead; }
  AttentionOutput forward(const AttentionInput& input, const BlockLists& lists) const override;
  AttentionGradients backward(const AttentionInput& input, const AttentionOutput& output,
                              const torch::Tensor& gradient_QHD, const BlockLists& lists) const override;

 protected:
  // Starts a kernel over the grid; later calls see what it has written.
  virtual void start(AttentionPass pass, const cuda::AttentionTask<float>& task, const AttentionGrid& grid) const = 0;
  virtual void start(AttentionPass pass, const cuda::AttentionTask<cuda::Bfloat16>& task,
                     const AttentionGrid& grid) const = 0;
  virtual void gather(const cuda::GatherTask<float>& task, std::int64_t keys) const = 0;
  virtual void gather(const cuda::GatherTask<cuda::Bfloat16>& task, std::int64_t keys) const = 0;

 private:
  template <class Scalar>
  AttentionOutput forwardAs(const AttentionInput& input, const BlockLists& lists) const;
  template <class Scalar>
  AttentionGradients backwardAs(const AttentionInput& input, const AttentionOutput& output,
                                const torch::Tensor& gradient_QHD, const BlockLists& lists) const;
};

}  // namespace lacuna::engine

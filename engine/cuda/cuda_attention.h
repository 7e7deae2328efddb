// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's kernels on LibTorch's current stream.
#pragma once

#include "engine/attention/device_attention.h"
#include "engine/cuda/launch.h"
#include "engine/experts/group_product.h"

namespace lacuna::engine {

// The stream of the current device, and whether it has tensor cores for bfloat16.
cuda::LaunchPlace currentPlace();

class CudaAttention : public DeviceAttention {
 protected:
  void start(AttentionPass pass, const cuda::AttentionTask<float>& task, const AttentionGrid& grid) const override;
  void start(AttentionPass pass, const cuda::AttentionTask<cuda::Bfloat16>& task,
             const AttentionGrid& grid) const override;
  void gather(const cuda::GatherTask<float>& task, std::int64_t keys) const override;
  void gather(const cuda::GatherTask<cuda::Bfloat16>& task, std::int64_t keys) const override;
};

class CudaGroups : public GroupKernel {
 public:
  void product(const cuda::tensor::GroupTask& task) const override;
  void gradient(const cuda::tensor::GroupTask& task) const override;
};

}  // namespace lacuna::engine

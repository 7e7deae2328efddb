// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/cuda_attention.h"

#include <ATen/cuda/CUDAContextLight.h>
#include <c10/cuda/CUDAStream.h>

namespace lacuna::engine {
namespace {

dim3 dimensions(const AttentionGrid& grid) {
  return {static_cast<unsigned>(grid.blocks), static_cast<unsigned>(grid.heads)};
}

}  // namespace

cuda::LaunchPlace currentPlace() {
  return {c10::cuda::getCurrentCUDAStream().stream(), at::cuda::getCurrentDeviceProperties()->major >= 8};
}

void CudaAttention::start(AttentionPass pass, const cuda::AttentionTask<float>& task, const AttentionGrid& grid) const {
  cuda::launchAttention(pass, task, dimensions(grid), currentPlace());
}

void CudaAttention::start(AttentionPass pass, const cuda::AttentionTask<cuda::Bfloat16>& task,
                          const AttentionGrid& grid) const {
  cuda::launchAttention(pass, task, dimensions(grid), currentPlace());
}

void CudaAttention::gather(const cuda::GatherTask<float>& task, std::int64_t keys) const {
  cuda::launchGather(task, keys, currentPlace());
}

void CudaAttention::gather(const cuda::GatherTask<cuda::Bfloat16>& task, std::int64_t keys) const {
  cuda::launchGather(task, keys, currentPlace());
}

void CudaGroups::product(const cuda::tensor::GroupTask& task) const {
  cuda::launchGroupedProduct(task, currentPlace());
}

void CudaGroups::gradient(const cuda::tensor::GroupTask& task) const {
  cuda::launchGroupedGradient(task, currentPlace());
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels as functions that the host calls. Compiled by nvcc without LibTorch's headers, called by code that has
// them. Each throws std::runtime_error with CUDA's words when the kernel cannot be started.
#pragma once

#include <cuda_runtime_api.h>

#include "engine/cuda/grouped_product.h"
#include "engine/cuda/kernel_types.h"

namespace lacuna::engine::cuda {

struct LaunchPlace {
  cudaStream_t stream = nullptr;
  bool tensorCores = false;  // for bfloat16: compute capability 8 and later
};

// blocks: of the list; heads: query heads, for the keys' gradients key heads.
void launchAttention(AttentionPass pass, const AttentionTask<float>& task, dim3 grid, const LaunchPlace& place);
void launchAttention(AttentionPass pass, const AttentionTask<Bfloat16>& task, dim3 grid, const LaunchPlace& place);
void launchGather(const GatherTask<float>& task, std::int64_t keys, const LaunchPlace& place);
void launchGather(const GatherTask<Bfloat16>& task, std::int64_t keys, const LaunchPlace& place);
void launchGroupedProduct(const tensor::GroupTask& task, const LaunchPlace& place);
void launchGroupedGradient(const tensor::GroupTask& task, const LaunchPlace& place);

}  // namespace lacuna::engine::cuda

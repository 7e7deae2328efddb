// SPDX-License-Identifier: GPL-3.0-or-later
// Starting a kernel: a class with kThreads, kBytes, kFrom and kUpTo (of __CUDA_ARCH__) and a function run(block,
// task) becomes a launch.
#pragma once

#include <stdexcept>
#include <string>

#include "engine/cuda/cuda_block.h"
#include "engine/cuda/launch.h"

namespace lacuna::engine::cuda {

inline void require(cudaError_t result, const char* what) {
  if (result == cudaSuccess) return;
  throw std::runtime_error(std::string("CUDA could not start ") + what + " (" + cudaGetErrorString(result) + ")");
}

// Code is made only for the devices that a kernel is started on.
template <class Kernel, class Task>
__global__ void __launch_bounds__(Kernel::kThreads) runKernel(Task task) {
#if defined(__CUDA_ARCH__)
  if constexpr (__CUDA_ARCH__ >= Kernel::kFrom && __CUDA_ARCH__ < Kernel::kUpTo) Kernel::run(CudaBlock(), task);
#endif
}

template <class Kernel, class Task>
void launch(const Task& task, dim3 grid, const LaunchPlace& place) {
  if (grid.x == 0 || grid.y == 0) return;
  const auto kernel = runKernel<Kernel, Task>;
  if constexpr (Kernel::kBytes > 48 * 1024)
    require(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, Kernel::kBytes), Kernel::kName);
  kernel<<<grid, Kernel::kThreads, Kernel::kBytes, place.stream>>>(task);
  require(cudaGetLastError(), Kernel::kName);
}

constexpr int kAnyDevice = 10000;
constexpr int kTensorCores = 800;

}  // namespace lacuna::engine::cuda

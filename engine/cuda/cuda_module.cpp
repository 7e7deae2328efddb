// SPDX-License-Identifier: GPL-3.0-or-later
// liblacuna_cuda.so: what the engine gets of a GPU.
#include <ATen/Context.h>
#include <ATen/cuda/CUDAContextLight.h>
#include <ATen/ops/_grouped_mm.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <cuda_runtime_api.h>

#include <stdexcept>

#include "engine/cuda/cuda_attention.h"
#include "engine/cuda/nccl_group.h"
#include "engine/cuda/step_graph.h"

namespace lacuna::engine {
namespace {

class CudaAccelerator : public Accelerator {
 public:
  CudaAccelerator() {
    if (c10::cuda::device_count() < 1) throw std::runtime_error("no GPU is to be seen");
    at::globalContext().lazyInitDevice(c10::DeviceType::CUDA);
    properties_ = at::cuda::getDeviceProperties(0);
    offerNccl();
  }

  std::string name() const override { return properties_->name; }

  DeviceMemory memory() const override {
    DeviceMemory memory;
    if (cudaMemGetInfo(&memory.free, &memory.total) != cudaSuccess) {
      (void)cudaGetLastError();
      return {};
    }
    const auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(0);
    const auto now = [](const auto& stat) {
      return static_cast<std::size_t>(
          stat[static_cast<std::size_t>(c10::CachingAllocator::StatType::AGGREGATE)].current);
    };
    memory.free += now(stats.reserved_bytes) - now(stats.allocated_bytes);
    return memory;
  }

  void releaseReserve() override { c10::cuda::CUDACachingAllocator::emptyCache(); }

  const AttentionKernel& attention() const override { return attention_; }

  torch::Tensor multiplyGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI,
                               const torch::Tensor& ends_E) const override {
    const bool even = weight_EOI.size(1) % 8 == 0 && weight_EOI.size(2) % 8 == 0;
    if (even && (properties_->major == 9 || properties_->major == 10)) {
      const auto type = rows_NI.scalar_type();
      return at::_grouped_mm(rows_NI.to(torch::kBFloat16), weight_EOI.to(torch::kBFloat16).transpose(-2, -1), ends_E)
          .to(type);
    }
    if (even && properties_->major >= 8) return lacuna::engine::multiplyGroups(rows_NI, weight_EOI, ends_E, groups_);
    return multiplyAllGroups(rows_NI, weight_EOI, ends_E);
  }

  std::unique_ptr<StepGraph> makeStepGraph(Step step) const override {
    return std::make_unique<CudaStepGraph>(std::move(step));
  }

 private:
  const cudaDeviceProp* properties_ = nullptr;
  CudaAttention attention_;
  CudaGroups groups_;
};

}  // namespace
}  // namespace lacuna::engine

extern "C" lacuna::engine::Accelerator* lacunaAccelerator() {
  // Never destroyed: LibTorch's own globals may go first when the process ends.
  static auto* const accelerator = new lacuna::engine::CudaAccelerator();
  return accelerator;
}

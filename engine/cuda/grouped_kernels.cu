// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/launch.cuh"

namespace lacuna::engine::cuda {
namespace {

template <bool kGradient>
struct Grouped {
  static constexpr const char* kName = "the experts' product";
  static constexpr int kThreads = tensor::kThreads;
  static constexpr int kBytes = tensor::kGroupBytes;
  static constexpr int kFrom = kTensorCores;
  static constexpr int kUpTo = kAnyDevice;

  static __device__ void run(const CudaBlock& block, const tensor::GroupTask& task) {
    if constexpr (kGradient)
      tensor::groupedGradient(block, task);
    else
      tensor::groupedProduct(block, task);
  }
};

unsigned tilesOf(int numbers) { return static_cast<unsigned>((numbers + kWidth - 1) / kWidth); }

}  // namespace

void launchGroupedProduct(const tensor::GroupTask& task, const LaunchPlace& place) {
  const auto rowTiles = static_cast<unsigned>(tensor::mostRowTiles(task.rows, task.experts));
  launch<Grouped<false>>(task, dim3(rowTiles, tilesOf(task.outputs)), place);
}

void launchGroupedGradient(const tensor::GroupTask& task, const LaunchPlace& place) {
  launch<Grouped<true>>(task, dim3(static_cast<unsigned>(task.experts) * tilesOf(task.outputs), tilesOf(task.inputs)),
                        place);
}

}  // namespace lacuna::engine::cuda

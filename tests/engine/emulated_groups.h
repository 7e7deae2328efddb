// SPDX-License-Identifier: GPL-3.0-or-later
// The experts' kernels of engine/cuda on a host that plays a GPU.
#pragma once

#include "engine/experts/group_product.h"
#include "tests/engine/emulated_block.h"

namespace lacuna::engine::testing {

class EmulatedGroups : public GroupKernel {
 public:
  void product(const cuda::tensor::GroupTask& task) const override {
    over(cuda::tensor::mostRowTiles(task.rows, task.experts), tiles(task.outputs),
         [&](const EmulatedBlock& block) { cuda::tensor::groupedProduct(block, task); });
  }
  void gradient(const cuda::tensor::GroupTask& task) const override {
    over(task.experts * tiles(task.outputs), tiles(task.inputs),
         [&](const EmulatedBlock& block) { cuda::tensor::groupedGradient(block, task); });
  }

 private:
  static int tiles(int numbers) { return (numbers + cuda::kWidth - 1) / cuda::kWidth; }
  static void over(int width, int height, const EmulatedMachine::Body& body) {
    for (int x = 0; x < width; ++x) {
      for (int y = 0; y < height; ++y)
        EmulatedMachine::run({cuda::tensor::kThreads, x, y, cuda::tensor::kGroupBytes, false}, body);
    }
  }
};

}  // namespace lacuna::engine::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// The attention kernels of engine/cuda on a host that plays a GPU, over tensors on the CPU.
#pragma once

#include "engine/attention/device_attention.h"
#include "engine/cuda/head_sizes.h"
#include "engine/cuda/plain_attention.h"
#include "engine/cuda/tensor_attention_backward.h"
#include "tests/engine/emulated_block.h"

namespace lacuna::engine::testing {

class EmulatedAttention : public DeviceAttention {
 public:
  // tensorCores: bfloat16 goes through the kernels of tensor_attention.h, else everything through the plain ones.
  explicit EmulatedAttention(bool tensorCores, bool lastFirst = false)
      : tensorCores_(tensorCores), lastFirst_(lastFirst) {}

 protected:
  void start(AttentionPass pass, const cuda::AttentionTask<float>& task, const AttentionGrid& grid) const override {
    startPlain(pass, task, grid);
  }
  void start(AttentionPass pass, const cuda::AttentionTask<cuda::Bfloat16>& task,
             const AttentionGrid& grid) const override {
    if (!tensorCores_) return startPlain(pass, task, grid);
    cuda::withHeadSize(task.size, [&](auto size) {
      const int bytes =
          pass == AttentionPass::kForward ? cuda::tensor::forwardBytes<size>() : cuda::tensor::backwardBytes<size>();
      overGrid(grid, cuda::tensor::kThreads, bytes, [&](const EmulatedBlock& block) {
        switch (pass) {
          case AttentionPass::kForward:
            return cuda::tensor::forward<size>(block, task);
          case AttentionPass::kQueryGradients:
            return cuda::tensor::queryGradients<size>(block, task);
          case AttentionPass::kKeyGradients:
            return cuda::tensor::keyGradients<size>(block, task);
        }
      });
    });
  }
  void gather(const cuda::GatherTask<float>& task, std::int64_t keys) const override { gatherAs(task, keys); }
  void gather(const cuda::GatherTask<cuda::Bfloat16>& task, std::int64_t keys) const override { gatherAs(task, keys); }

 private:
  void overGrid(const AttentionGrid& grid, int threads, int bytes, const EmulatedMachine::Body& body) const {
    for (int x = 0; x < grid.blocks; ++x) {
      for (int y = 0; y < grid.heads; ++y) EmulatedMachine::run({threads, x, y, bytes, lastFirst_}, body);
    }
  }

  template <class Scalar>
  void startPlain(AttentionPass pass, const cuda::AttentionTask<Scalar>& task, const AttentionGrid& grid) const {
    cuda::withHeadSize(task.size, [&](auto size) {
      overGrid(grid, cuda::plain::kThreads, cuda::plain::sharedBytes<size>(), [&](const EmulatedBlock& block) {
        switch (pass) {
          case AttentionPass::kForward:
            return cuda::plain::forward<size>(block, task);
          case AttentionPass::kQueryGradients:
            return cuda::plain::queryGradients<size>(block, task);
          case AttentionPass::kKeyGradients:
            return cuda::plain::keyGradients<size>(block, task);
        }
      });
    });
  }

  template <class Scalar>
  void gatherAs(const cuda::GatherTask<Scalar>& task, std::int64_t keys) const {
    const std::int64_t blocks = (keys * task.numbers + cuda::plain::kThreads - 1) / cuda::plain::kThreads;
    overGrid({blocks, 1}, cuda::plain::kThreads, 0,
             [&](const EmulatedBlock& block) { cuda::plain::gatherKeys(block, task, keys); });
  }

  bool tensorCores_;
  bool lastFirst_;
};

}  // namespace lacuna::engine::testing

// SPDX-License-Identifier: GPL-3.0-or-later
// What a module for a kind of device gives the engine. The module is a library of its own (liblacuna_cuda.so), found
// beside the engine and loaded where an NVIDIA driver is; the engine itself includes nothing of CUDA.
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "engine/attention/listed_attention.h"

namespace lacuna::engine {

struct DeviceMemory {
  std::size_t free = 0;   // bytes, what LibTorch holds in reserve included
  std::size_t total = 0;  // bytes
};

// One computation, the same at each call but for the numbers in its input: recorded at the first call and replayed at
// the later ones where the device can, else computed anew. One thread.
class StepGraph {
 public:
  virtual ~StepGraph() = default;
  // input: of one shape over all calls. What comes back is overwritten by the next call.
  virtual torch::Tensor operator()(const torch::Tensor& input) = 0;
  // Empty while calls are replayed, or before the first; else why they are not.
  virtual const std::string& whyPlain() const = 0;
};

using Step = std::function<torch::Tensor(const torch::Tensor&)>;

class Accelerator {
 public:
  virtual ~Accelerator() = default;
  virtual std::string name() const = 0;  // of the device, "NVIDIA H100"
  virtual DeviceMemory memory() const = 0;
  virtual void releaseReserve() = 0;  // gives back what LibTorch holds but does not use
  virtual const AttentionKernel& attention() const = 0;
  // Rows of x times the transpose of their expert's matrix: [N, I] -> [N, O] in x's precision, differentiable.
  // rows_NI: sorted by expert; ends_E: int32, where each expert's rows end, on the device. The host does not wait.
  virtual torch::Tensor multiplyGroups(const torch::Tensor& rows_NI, const torch::Tensor& weight_EOI,
                                       const torch::Tensor& ends_E) const = 0;
  // The tensors that step holds on to must live, and stay where they are, as long as the graph.
  virtual std::unique_ptr<StepGraph> makeStepGraph(Step step) const = 0;
};

// The device's, or null where there is none; loads the module on the first call, before anything else may ask LibTorch
// for CUDA. Any thread.
Accelerator* accelerator();

// Empty where there is one, else the reason in words that follow "CUDA was asked for, but".
const std::string& whyNoAccelerator();

}  // namespace lacuna::engine

// The module's only entry point. Never null; lives until the process ends. Throws std::exception with the reason when
// the device cannot be used.
extern "C" lacuna::engine::Accelerator* lacunaAccelerator();
using LacunaAcceleratorFunction = lacuna::engine::Accelerator* (*)();

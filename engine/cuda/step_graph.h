// SPDX-License-Identifier: GPL-3.0-or-later
// A step as a CUDA graph: its few hundred kernels are started by one call.
#pragma once

#include <ATen/cuda/CUDAGraph.h>

#include "engine/accelerator.h"

namespace lacuna::engine {

class CudaStepGraph : public StepGraph {
 public:
  explicit CudaStepGraph(Step step) : step_(std::move(step)) {}

  // The first call computes, then records; what fails there is computed plainly from then on.
  torch::Tensor operator()(const torch::Tensor& input) override;
  const std::string& whyPlain() const override { return whyPlain_; }

 private:
  void record(const torch::Tensor& input);

  Step step_;
  at::cuda::CUDAGraph graph_;
  torch::Tensor input_, output_;
  bool recorded_ = false;
  std::string whyPlain_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Which device computes, and in what precision.
#pragma once

#include <torch/types.h>

#include <string>

namespace lacuna::engine {

// "cpu"; "cuda": the first GPU; "auto": a GPU where a driver and the CUDA module are (accelerator.h), else the CPU.
// Throws Error(kInvalidConfig): an unknown name, or "cuda" where there is none.
torch::Device chooseDevice(const std::string& name);

// "NVIDIA H100" or "CPU, 2 threads".
std::string describeDevice(torch::Device device);

// While it lives, matrix products on a GPU are done in bfloat16 with float32 weights and sums; nothing on the CPU.
class MixedPrecision {
 public:
  explicit MixedPrecision(torch::Device device);
  ~MixedPrecision();
  MixedPrecision(const MixedPrecision&) = delete;
  MixedPrecision& operator=(const MixedPrecision&) = delete;

 private:
  bool on_;
};

}  // namespace lacuna::engine

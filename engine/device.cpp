// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/device.h"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>

#include "engine/accelerator.h"
#include "engine/error.h"

namespace lacuna::engine {
torch::Device chooseDevice(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  if (name != "cuda" && name != "auto") {
    throw Error(ErrorCode::kInvalidConfig, "The device \"" + name + "\" is unknown; choose auto, cpu or cuda.");
  }
  if (accelerator() != nullptr) return {torch::kCUDA, 0};
  if (name == "cuda") throw Error(ErrorCode::kInvalidConfig, "CUDA was asked for, but " + whyNoAccelerator() + ".");
  return torch::kCPU;
}

std::string describeDevice(torch::Device device) {
  if (device.is_cuda()) return accelerator() == nullptr ? "CUDA GPU" : accelerator()->name();
  const int threads = at::get_num_threads();
  return "CPU, " + (threads == 1 ? std::string("1 thread") : std::to_string(threads) + " threads");
}

MixedPrecision::MixedPrecision(torch::Device device) : on_(device.is_cuda()) {
  if (!on_) return;
  at::autocast::set_autocast_dtype(at::kCUDA, at::kBFloat16);
  at::autocast::set_autocast_enabled(at::kCUDA, true);
}

MixedPrecision::~MixedPrecision() {
  if (!on_) return;
  at::autocast::set_autocast_enabled(at::kCUDA, false);
  at::autocast::clear_cache();
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/device.h"

#include <ATen/Parallel.h>
#include <ATen/autocast_mode.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>

#include "engine/session.h"

namespace lacuna::engine {
namespace {

// Empty when a GPU can be used, else the reason why not.
std::string whyNoCuda() {
  static const std::string reason = []() -> std::string {
    if (::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL) == nullptr) return "no NVIDIA driver is installed";
    if (::dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
      return "LibTorch's CUDA libraries are not there (build with --cuda)";
    }
    if (!at::globalContext().hasCUDA() || at::detail::getCUDAHooks().getNumGPUs() < 1) return "no GPU is to be seen";
    return {};
  }();
  return reason;
}

}  // namespace

torch::Device chooseDevice(const std::string& name) {
  if (name == "cpu") return torch::kCPU;
  if (name != "cuda" && name != "auto") {
    throw Error(ErrorCode::kInvalidConfig, "The device \"" + name + "\" is unknown; choose auto, cpu or cuda.");
  }
  const std::string reason = whyNoCuda();
  if (reason.empty()) return {torch::kCUDA, 0};
  if (name == "cuda") throw Error(ErrorCode::kInvalidConfig, "CUDA was asked for, but " + reason + ".");
  return torch::kCPU;
}

std::string describeDevice(torch::Device device) {
  if (device.is_cuda()) return "CUDA GPU " + std::to_string(device.index());
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

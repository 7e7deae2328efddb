// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/accelerator.h"

#include <dlfcn.h>

#include <exception>

namespace lacuna::engine {
namespace {

constexpr const char* kLibraryName = "liblacuna_cuda.so";

struct Found {
  Accelerator* accelerator = nullptr;
  std::string whyNot;
};

// The folder of the library that this code is in, with a slash at the end.
std::string ownFolder() {
  Dl_info self{};
  if (::dladdr(reinterpret_cast<const void*>(&lacuna::engine::whyNoAccelerator), &self) == 0) return {};
  const std::string path = self.dli_fname;
  return path.substr(0, path.find_last_of('/') + 1);
}

Found find() {
  if (::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL) == nullptr) return {nullptr, "no NVIDIA driver is installed"};
  const std::string path = ownFolder() + kLibraryName;
  void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    const char* const message = ::dlerror();
    return {nullptr, "the CUDA module could not be loaded (" +
                         std::string(message == nullptr ? "no reason given" : message) +
                         "): build with --cuda, and let LACUNA_TORCH_DIR name a LibTorch with CUDA"};
  }
  const auto entry = reinterpret_cast<LacunaAcceleratorFunction>(::dlsym(module, "lacunaAccelerator"));
  if (entry == nullptr) return {nullptr, path + " is not the CUDA module of Lacuna"};
  try {
    return {entry(), {}};
  } catch (const std::exception& error) {
    return {nullptr, error.what()};
  }
}

const Found& found() {
  static const Found once = find();
  return once;
}

}  // namespace

Accelerator* accelerator() { return found().accelerator; }

const std::string& whyNoAccelerator() { return found().whyNot; }

}  // namespace lacuna::engine

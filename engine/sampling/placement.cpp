// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/placement.h"

#include <c10/util/Exception.h>

#include <cstdio>
#include <cstdlib>

#include "engine/device.h"
#include "engine/sampling/model_look.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kReadTogether = 4096;  // rows of context with their borders: see context_cache.cpp
constexpr std::size_t kLeastGap = 64;

std::string gigabytes(std::size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / 1e9);
  return text;
}

std::string move(Denoiser* model) {
  std::size_t weights = 0;
  for (const Parameter& parameter : model->parameters()) weights += parameter.tensor.nbytes();
  const std::string why =
      whyTooSmall(accelerator()->memory(), leastBytes(model->config(), weights), accelerator()->name());
  if (!why.empty()) return why;
  try {
    model->to({torch::kCUDA, 0});
    return {};
  } catch (const c10::OutOfMemoryError&) {
    // Below, once the handler no longer holds what the stack held.
  }
  returnToCpu(model);
  accelerator()->releaseReserve();
  return "The model did not fit into the GPU's memory, so the CPU does the work.";
}

}  // namespace

std::size_t leastBytes(const ModelConfig& config, std::size_t weightBytes) {
  // While it is read, the context is what a gap is later: rows through all layers.
  return weightBytes + lookBytes(config, 0, kReadTogether) + lookBytes(config, kReadTogether, kLeastGap);
}

std::string whyTooSmall(const DeviceMemory& memory, std::size_t least, const std::string& name) {
  if (memory.total == 0 || memory.free >= least) return {};
  return "The " + name + " has " + gigabytes(memory.free) + " of memory free and the model wants " + gigabytes(least) +
         ", so the CPU does the work.";
}

std::string placeModel(Denoiser* model) {
  const char* const wanted = std::getenv("LACUNA_DEVICE");
  const torch::Device device = chooseDevice(wanted == nullptr || *wanted == '\0' ? "auto" : wanted);
  if (!device.is_cuda()) return {};
  if (!accelerator()->attention().takes(model->config().headSize))
    return "The model's heads have " + std::to_string(model->config().headSize) +
           " numbers, which the GPU's kernels do not take, so the CPU does the work.";
  return move(model);
}

void returnToCpu(Denoiser* model) {
  model->to(torch::kCPU);
  model->pack();
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/step_graph.h"

#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

namespace lacuna::engine {

torch::Tensor CudaStepGraph::operator()(const torch::Tensor& input) {
  if (recorded_) {
    input_.copy_(input);
    graph_.replay();
    return output_;
  }
  const auto result = step_(input);
  // The first run has made what libraries make on first use, which a recording must not contain.
  if (whyPlain_.empty()) record(input);
  return result;
}

void CudaStepGraph::record(const torch::Tensor& input) {
  const c10::cuda::CUDAStream current = c10::cuda::getCurrentCUDAStream();
  current.synchronize();
  // The default stream cannot be recorded.
  const c10::cuda::CUDAStream aside = c10::cuda::getStreamFromPool();
  const c10::cuda::CUDAStreamGuard guard(aside);
  bool recording = false;
  try {
    input_ = input.clone();
    aside.synchronize();
    // What other threads do with the device meanwhile is theirs.
    graph_.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    recording = true;
    output_ = step_(input_);
    recording = false;
    graph_.capture_end();
    aside.synchronize();
    recorded_ = true;
  } catch (const std::exception& error) {
    whyPlain_ = error.what();
    whyPlain_ = whyPlain_.substr(0, whyPlain_.find('\n'));
    input_ = output_ = torch::Tensor();
    if (!recording) return;
    try {
      graph_.capture_end();  // ends the recording, and says again that it failed
    } catch (const std::exception&) {
    }
    (void)cudaGetLastError();  // the recording's error, not the next call's
  }
}

}  // namespace lacuna::engine

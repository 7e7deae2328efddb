// SPDX-License-Identifier: GPL-3.0-or-later
// With USE_C10D_NCCL where NCCL's header is (engine/cuda/CMakeLists.txt).
#include "engine/cuda/nccl_group.h"

#ifdef USE_C10D_NCCL
#include <cstdlib>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>

#include "engine/training/world.h"

namespace lacuna::engine {
namespace {

c10::intrusive_ptr<c10d::Backend> joinNccl(const c10::intrusive_ptr<c10d::Store>& store, int rank, int ranks,
                                           std::chrono::milliseconds patience) {
  setenv("TORCH_NCCL_BLOCKING_WAIT", "1", /*overwrite=*/0);
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = patience;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, rank, ranks, options);
}

}  // namespace

void offerNccl() { meetGpusBy(joinNccl); }

}  // namespace lacuna::engine
#else
void lacuna::engine::offerNccl() {}
#endif

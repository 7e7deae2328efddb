// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cuda/head_sizes.h"
#include "engine/cuda/launch.cuh"
#include "engine/cuda/plain_attention.h"
#include "engine/cuda/tensor_attention_backward.h"

namespace lacuna::engine::cuda {
namespace {

constexpr const char* kAttention = "attention";

// float32 anywhere; bfloat16 where there are no tensor cores for it.
template <int kSize, class Scalar, AttentionPass kPass>
struct Plain {
  static constexpr const char* kName = kAttention;
  static constexpr int kThreads = plain::kThreads;
  static constexpr int kBytes = plain::sharedBytes<kSize>();
  static constexpr int kFrom = 0;
  static constexpr int kUpTo = sizeof(Scalar) == sizeof(float) ? kAnyDevice : kTensorCores;

  static __device__ void run(const CudaBlock& block, const AttentionTask<Scalar>& task) {
    if constexpr (kPass == AttentionPass::kForward) plain::forward<kSize>(block, task);
    if constexpr (kPass == AttentionPass::kQueryGradients) plain::queryGradients<kSize>(block, task);
    if constexpr (kPass == AttentionPass::kKeyGradients) plain::keyGradients<kSize>(block, task);
  }
};

template <int kSize, AttentionPass kPass>
struct Tensor {
  static constexpr const char* kName = kAttention;
  static constexpr int kThreads = tensor::kThreads;
  static constexpr int kBytes =
      kPass == AttentionPass::kForward ? tensor::forwardBytes<kSize>() : tensor::backwardBytes<kSize>();
  static constexpr int kFrom = kTensorCores;
  static constexpr int kUpTo = kAnyDevice;

  static __device__ void run(const CudaBlock& block, const AttentionTask<Bfloat16>& task) {
    if constexpr (kPass == AttentionPass::kForward) tensor::forward<kSize>(block, task);
    if constexpr (kPass == AttentionPass::kQueryGradients) tensor::queryGradients<kSize>(block, task);
    if constexpr (kPass == AttentionPass::kKeyGradients) tensor::keyGradients<kSize>(block, task);
  }
};

template <class Scalar>
struct Gather {
  static constexpr const char* kName = kAttention;
  static constexpr int kThreads = plain::kThreads;
  static constexpr int kBytes = 0;
  static constexpr int kFrom = 0;
  static constexpr int kUpTo = kAnyDevice;

  struct Task {
    GatherTask<Scalar> gather;
    std::int64_t keys;
  };
  static __device__ void run(const CudaBlock& block, const Task& task) {
    plain::gatherKeys(block, task.gather, task.keys);
  }
};

template <class Use>
void withPass(AttentionPass pass, const Use& use) {
  switch (pass) {
    case AttentionPass::kForward:
      return use(std::integral_constant<AttentionPass, AttentionPass::kForward>());
    case AttentionPass::kQueryGradients:
      return use(std::integral_constant<AttentionPass, AttentionPass::kQueryGradients>());
    case AttentionPass::kKeyGradients:
      return use(std::integral_constant<AttentionPass, AttentionPass::kKeyGradients>());
  }
}

template <class Scalar>
void launchPlain(AttentionPass pass, const AttentionTask<Scalar>& task, dim3 grid, const LaunchPlace& place) {
  withHeadSize(task.size, [&](auto size) {
    withPass(pass, [&](auto which) {
      launch<Plain<decltype(size)::value, Scalar, decltype(which)::value>>(task, grid, place);
    });
  });
}

template <class Scalar>
void gather(const GatherTask<Scalar>& task, std::int64_t keys, const LaunchPlace& place) {
  const auto blocks = static_cast<unsigned>((keys * task.numbers + plain::kThreads - 1) / plain::kThreads);
  launch<Gather<Scalar>>(typename Gather<Scalar>::Task{task, keys}, dim3(blocks), place);
}

}  // namespace

void launchAttention(AttentionPass pass, const AttentionTask<float>& task, dim3 grid, const LaunchPlace& place) {
  launchPlain(pass, task, grid, place);
}

void launchAttention(AttentionPass pass, const AttentionTask<Bfloat16>& task, dim3 grid, const LaunchPlace& place) {
  if (!place.tensorCores) return launchPlain(pass, task, grid, place);
  withHeadSize(task.size, [&](auto size) {
    withPass(pass,
             [&](auto which) { launch<Tensor<decltype(size)::value, decltype(which)::value>>(task, grid, place); });
  });
}

void launchGather(const GatherTask<float>& task, std::int64_t keys, const LaunchPlace& place) {
  gather(task, keys, place);
}

void launchGather(const GatherTask<Bfloat16>& task, std::int64_t keys, const LaunchPlace& place) {
  gather(task, keys, place);
}

}  // namespace lacuna::engine::cuda

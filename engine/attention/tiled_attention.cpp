// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/tiled_attention.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "engine/attention/avx2_gradient.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kTilesAThread = 4;  // of which the gradients wait to be added up

struct FreeMemory {
  void operator()(float* memory) const { std::free(memory); }
};
using Scratch = std::unique_ptr<float, FreeMemory>;

Scratch makeScratch(std::size_t floats) {
  return Scratch(static_cast<float*>(std::aligned_alloc(64, (floats * sizeof(float) + 63) / 64 * 64)));
}

bool suits(const torch::Tensor& x_RHD) {
  return x_RHD.is_cpu() && x_RHD.scalar_type() == torch::kFloat32 && x_RHD.size(2) % 16 == 0 && x_RHD.stride(2) == 1 &&
         x_RHD.stride(1) == x_RHD.size(2);
}

struct Heads {
  torch::Tensor q_QHD, k_KGD, v_KGD, out_QHD, logSum_QH;
};

// What all tiles of a bucket share.
AttentionTile wholeTile(const Heads& heads, const HeadSlice& slice, const PlanBucket& bucket) {
  AttentionTile tile;
  tile.queries = bucket.query_NQ.size(1);
  tile.keys = bucket.key_NK.size(1);
  tile.biasStride = tile.keys;
  tile.shared = slice.heads / slice.keyHeads;
  tile.headSize = heads.q_QHD.size(2);
  tile.qStride = heads.q_QHD.stride(0);
  tile.kStride = heads.k_KGD.stride(0);
  tile.vStride = heads.v_KGD.stride(0);
  tile.outStride = heads.out_QHD.stride(0);
  tile.logStride = heads.q_QHD.size(1);
  return tile;
}

// Without the padding of the bucket: a row that comes again, keys that nobody sees.
AttentionTile tileOf(const Heads& heads, const HeadSlice& slice, const PlanBucket& bucket, std::int64_t task) {
  AttentionTile tile = wholeTile(heads, slice, bucket);
  const std::int64_t block = task / slice.keyHeads;
  const std::int64_t keyHead = task % slice.keyHeads;
  tile.query_Q = bucket.query_NQ.const_data_ptr<std::int64_t>() + block * tile.queries;
  tile.key_K = bucket.key_NK.const_data_ptr<std::int64_t>() + block * tile.keys;
  tile.bias_QK = bucket.bias_NQK.const_data_ptr<float>() + block * tile.queries * tile.keys;
  tile.visible_Q2 = bucket.span_NQ2.const_data_ptr<std::int32_t>() + block * tile.queries * 2;
  while (tile.queries > 1 && tile.query_Q[tile.queries - 1] == tile.query_Q[tile.queries - 2]) --tile.queries;
  tile.keys = 0;
  for (std::int64_t i = 0; i < tile.queries; ++i)
    tile.keys = std::max<std::int64_t>(tile.keys, tile.visible_Q2[2 * i + 1]);
  const std::int64_t head = slice.head + keyHead * tile.shared;
  tile.q = heads.q_QHD.const_data_ptr<float>() + head * tile.headSize;
  tile.k = heads.k_KGD.const_data_ptr<float>() + (slice.keyHead + keyHead) * tile.headSize;
  tile.v = heads.v_KGD.const_data_ptr<float>() + (slice.keyHead + keyHead) * tile.headSize;
  tile.out = const_cast<float*>(heads.out_QHD.const_data_ptr<float>()) + head * tile.headSize;
  if (heads.logSum_QH.defined()) tile.logSum = const_cast<float*>(heads.logSum_QH.const_data_ptr<float>()) + head;
  return tile;
}

void attendForward(const Heads& heads, const std::vector<HeadSlice>& slices) {
  for (const HeadSlice& slice : slices) {
    for (const PlanBucket& bucket : slice.plan.buckets) {
      at::parallel_for(0, bucket.query_NQ.size(0) * slice.keyHeads, 1, [&](std::int64_t begin, std::int64_t end) {
        const Scratch scratch = makeScratch(tileScratch(bucket.key_NK.size(1), heads.q_QHD.size(2)));
        for (std::int64_t task = begin; task < end; ++task)
          attendTile(tileOf(heads, slice, bucket, task), scratch.get());
      });
    }
  }
}

struct Gradients {
  torch::Tensor out_QHD, q_QHD, k_KGD, v_KGD;
};

// Some tiles at a time, in parallel; then what they add to keys and values, one after the other.
void bucketGradient(const Heads& heads, const HeadSlice& slice, const PlanBucket& bucket, const Gradients& gradients) {
  const std::int64_t size = heads.q_QHD.size(2);
  const std::int64_t tasks = bucket.query_NQ.size(0) * slice.keyHeads;
  const int threads = at::get_num_threads();
  const std::int64_t atOnce = std::min<std::int64_t>(tasks, threads == 1 ? 1 : kTilesAThread * threads);
  const std::int64_t room = bucket.key_NK.size(1) * size;
  const Scratch made = makeScratch(static_cast<std::size_t>(2 * atOnce * room));
  const std::size_t scratchSize =
      gradientScratch(bucket.query_NQ.size(1) * slice.heads / slice.keyHeads, bucket.key_NK.size(1), size);
  const auto run = [&](std::int64_t task, float* keys, float* scratch) {
    AttentionGradientTile tile;
    tile.forward = tileOf(heads, slice, bucket, task);
    const std::int64_t head = slice.head + task % slice.keyHeads * tile.forward.shared;
    tile.outGradient = gradients.out_QHD.const_data_ptr<float>() + head * size;
    tile.qGradient = gradients.q_QHD.data_ptr<float>() + head * size;
    tile.qGradientStride = gradients.q_QHD.stride(0);
    tile.keyGradient_KD = keys;
    tile.valueGradient_KD = keys + room;
    attendTileGradient(tile, scratch);
  };
  const auto add = [&](std::int64_t task, const float* keys) {
    const AttentionTile tile = tileOf(heads, slice, bucket, task);
    const std::int64_t keyHead = slice.keyHead + task % slice.keyHeads;
    addRows(keys, tile.key_K, tile.keys, size, gradients.k_KGD.data_ptr<float>() + keyHead * size,
            gradients.k_KGD.stride(0));
    addRows(keys + room, tile.key_K, tile.keys, size, gradients.v_KGD.data_ptr<float>() + keyHead * size,
            gradients.v_KGD.stride(0));
  };
  const Scratch own = makeScratch(scratchSize);
  for (std::int64_t first = 0; first < tasks; first += atOnce) {
    const std::int64_t count = std::min(atOnce, tasks - first);
    if (threads == 1) {
      run(first, made.get(), own.get());
    } else {
      at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
        const Scratch scratch = makeScratch(scratchSize);
        for (std::int64_t i = begin; i < end; ++i) run(first + i, made.get() + 2 * i * room, scratch.get());
      });
    }
    for (std::int64_t i = 0; i < count; ++i) add(first + i, made.get() + 2 * i * room);
  }
}

// What the function carries beside tensors.
struct CarriedSlices : torch::CustomClassHolder {
  std::vector<HeadSlice> slices;
};

class TiledAttention : public torch::autograd::Function<TiledAttention> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& q_QHD,
                               const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                               const std::vector<HeadSlice>& slices) {
    Heads heads{q_QHD, k_KGD, v_KGD, torch::empty(q_QHD.sizes(), q_QHD.options()),
                torch::empty({q_QHD.size(0), q_QHD.size(1)}, q_QHD.options())};
    attendForward(heads, slices);
    context->save_for_backward({q_QHD, k_KGD, v_KGD, heads.out_QHD, heads.logSum_QH});
    auto carried = c10::make_intrusive<CarriedSlices>();
    carried->slices = slices;
    context->saved_data["carried"] = c10::IValue::make_capsule(carried);
    return heads.out_QHD;
  }

  static torch::autograd::variable_list backward(torch::autograd::AutogradContext* context,
                                                 torch::autograd::variable_list outGradients) {
    const auto saved = context->get_saved_variables();
    const auto carried = c10::static_intrusive_pointer_cast<CarriedSlices>(context->saved_data["carried"].toCapsule());
    const Heads heads{saved[0], saved[1], saved[2], saved[3], saved[4]};
    const Gradients gradients{outGradients[0].contiguous(), torch::empty(heads.q_QHD.sizes(), heads.q_QHD.options()),
                              torch::zeros(heads.k_KGD.sizes(), heads.k_KGD.options()),
                              torch::zeros(heads.v_KGD.sizes(), heads.v_KGD.options())};
    for (const HeadSlice& slice : carried->slices) {
      for (const PlanBucket& bucket : slice.plan.buckets) bucketGradient(heads, slice, bucket, gradients);
    }
    return {gradients.q_QHD, gradients.k_KGD, gradients.v_KGD, {}};
  }
};

}  // namespace

bool suitsTiles(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD) {
  return hasAvx2() && suits(q_QHD) && suits(k_KGD) && suits(v_KGD);
}

torch::Tensor attendByTiles(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                            const std::vector<HeadSlice>& slices) {
  if (at::GradMode::is_enabled() && (q_QHD.requires_grad() || k_KGD.requires_grad() || v_KGD.requires_grad()))
    return TiledAttention::apply(q_QHD, k_KGD, v_KGD, slices);
  const Heads heads{q_QHD, k_KGD, v_KGD, torch::empty(q_QHD.sizes(), q_QHD.options()), {}};
  attendForward(heads, slices);
  return heads.out_QHD;
}

}  // namespace lacuna::engine

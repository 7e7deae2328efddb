// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/attend.h"

#include <ATen/Parallel.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>

#include "engine/accelerator.h"
#include "engine/attention/avx2_kernel.h"
#include "engine/linear/avx2_linear.h"
#include "engine/session.h"

namespace lacuna::engine {
namespace {

// [N * Q, H, D] -> [N, G, Q * R, D], where R = H / G query heads share a key head.
torch::Tensor foldQueries(const torch::Tensor& q, std::int64_t n, std::int64_t keyHeads) {
  const std::int64_t queries = q.size(0) / n;
  return q.view({n, queries, keyHeads, q.size(1) / keyHeads, q.size(2)})
      .permute({0, 2, 1, 3, 4})
      .reshape({n, keyHeads, -1, q.size(2)});
}

void check(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const AttentionPlan& plan) {
  if (q_QHD.size(0) == plan.queries && q_QHD.size(1) % k_KGD.size(1) == 0) return;
  throw Error(ErrorCode::kInternal, "Attention was given " + std::to_string(q_QHD.size(0)) + " queries for a plan of " +
                                        std::to_string(plan.queries) + ".");
}

bool suitsTiles(const torch::Tensor& x_RHD) {
  return x_RHD.is_cpu() && x_RHD.scalar_type() == torch::kFloat32 && x_RHD.size(2) % 16 == 0 && x_RHD.stride(2) == 1 &&
         x_RHD.stride(1) == x_RHD.size(2);
}

struct FreeMemory {
  void operator()(float* memory) const { std::free(memory); }
};
using Scratch = std::unique_ptr<float, FreeMemory>;

Scratch makeScratch(std::int64_t keys, std::int64_t headSize) {
  const std::size_t bytes = (tileScratch(keys, headSize) * sizeof(float) + 63) / 64 * 64;
  return Scratch(static_cast<float*>(std::aligned_alloc(64, bytes)));
}

// Each block and key head is one task.
void attendBucket(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                  const PlanBucket& bucket, const torch::Tensor& out_QHD) {
  const std::int64_t keyHeads = k_KGD.size(1);
  AttentionTile whole;
  whole.queries = bucket.query_NQ.size(1);
  whole.keys = bucket.key_NK.size(1);
  whole.shared = q_QHD.size(1) / keyHeads;
  whole.headSize = q_QHD.size(2);
  whole.qStride = q_QHD.stride(0);
  whole.kStride = k_KGD.stride(0);
  whole.vStride = v_KGD.stride(0);
  whole.outStride = out_QHD.stride(0);
  at::parallel_for(0, bucket.query_NQ.size(0) * keyHeads, 1, [&](std::int64_t begin, std::int64_t end) {
    const Scratch scratch = makeScratch(whole.keys, whole.headSize);
    for (std::int64_t task = begin; task < end; ++task) {
      const std::int64_t block = task / keyHeads;
      const std::int64_t keyHead = task % keyHeads;
      AttentionTile tile = whole;
      tile.q = q_QHD.const_data_ptr<float>() + keyHead * tile.shared * tile.headSize;
      tile.k = k_KGD.const_data_ptr<float>() + keyHead * tile.headSize;
      tile.v = v_KGD.const_data_ptr<float>() + keyHead * tile.headSize;
      tile.out = out_QHD.data_ptr<float>() + keyHead * tile.shared * tile.headSize;
      tile.query_Q = bucket.query_NQ.const_data_ptr<std::int64_t>() + block * tile.queries;
      tile.key_K = bucket.key_NK.const_data_ptr<std::int64_t>() + block * tile.keys;
      tile.bias_QK = bucket.bias_NQK.const_data_ptr<float>() + block * tile.queries * tile.keys;
      tile.visible_Q2 = bucket.span_NQ2.const_data_ptr<std::int32_t>() + block * tile.queries * 2;
      attendTile(tile, scratch.get());
    }
  });
}

}  // namespace

torch::Tensor attend(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                     const AttentionPlan& plan) {
  if (plan.lists != nullptr) {
    check(q_QHD, k_KGD, plan);
    return attendListed({q_QHD, k_KGD, v_KGD}, plan.lists, accelerator()->attention());
  }
  const bool differentiates =
      at::GradMode::is_enabled() && (q_QHD.requires_grad() || k_KGD.requires_grad() || v_KGD.requires_grad());
  if (differentiates || !hasAvx2() || !suitsTiles(q_QHD) || !suitsTiles(k_KGD) || !suitsTiles(v_KGD))
    return attendByLibrary(q_QHD, k_KGD, v_KGD, plan);
  check(q_QHD, k_KGD, plan);
  const auto out = torch::empty(q_QHD.sizes(), q_QHD.options());
  for (const PlanBucket& bucket : plan.buckets) attendBucket(q_QHD, k_KGD, v_KGD, bucket, out);
  return out;
}

torch::Tensor attendByLibrary(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                              const AttentionPlan& plan) {
  check(q_QHD, k_KGD, plan);
  const std::int64_t heads = q_QHD.size(1);
  const std::int64_t keyHeads = k_KGD.size(1);
  const std::int64_t size = q_QHD.size(2);
  const std::int64_t shared = heads / keyHeads;
  std::vector<torch::Tensor> outputs;
  for (const PlanBucket& bucket : plan.buckets) {
    const std::int64_t n = bucket.query_NQ.size(0);
    const auto q = foldQueries(q_QHD.index_select(0, bucket.query_NQ.view(-1)), n, keyHeads);
    const auto keys = bucket.key_NK.view(-1);
    const auto k = k_KGD.index_select(0, keys).view({n, -1, keyHeads, size}).transpose(1, 2);
    const auto v = v_KGD.index_select(0, keys).view({n, -1, keyHeads, size}).transpose(1, 2);
    const auto bias =
        (shared == 1 ? bucket.bias_NQK : bucket.bias_NQK.repeat_interleave(shared, 1)).unsqueeze(1).to(q.scalar_type());
    const auto out = at::scaled_dot_product_attention(q, k, v, bias);
    outputs.push_back(out.view({n, keyHeads, -1, shared, size}).permute({0, 2, 1, 3, 4}).reshape({-1, heads, size}));
  }
  const auto all = outputs.size() == 1 ? outputs.front() : torch::cat(outputs);
  return all.index_select(0, plan.slot_T);
}

torch::Tensor attendDense(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                          const torch::Tensor& visible_QK) {
  const std::int64_t shared = q_QHD.size(1) / k_KGD.size(1);
  const auto q = q_QHD.transpose(0, 1);
  const auto k = k_KGD.repeat_interleave(shared, 1).transpose(0, 1);
  const auto v = v_KGD.repeat_interleave(shared, 1).transpose(0, 1);
  const auto scores = q.matmul(k.transpose(1, 2)) / std::sqrt(static_cast<double>(q_QHD.size(2)));
  const auto hidden = scores.masked_fill(visible_QK.logical_not(), -std::numeric_limits<float>::infinity());
  return hidden.softmax(-1).matmul(v).transpose(0, 1);
}

}  // namespace lacuna::engine

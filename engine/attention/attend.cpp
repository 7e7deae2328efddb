// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/attend.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/accelerator.h"
#include "engine/attention/tiled_attention.h"
#include "engine/error.h"

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

}  // namespace

torch::Tensor attend(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                     const AttentionPlan& plan) {
  if (plan.lists != nullptr) {
    check(q_QHD, k_KGD, plan);
    return attendListed({q_QHD, k_KGD, v_KGD}, plan.lists, accelerator()->attention());
  }
  if (!suitsTiles(q_QHD, k_KGD, v_KGD)) return attendByLibrary(q_QHD, k_KGD, v_KGD, plan);
  check(q_QHD, k_KGD, plan);
  return attendByTiles(q_QHD, k_KGD, v_KGD, {{plan, 0, q_QHD.size(1), 0, k_KGD.size(1)}});
}

torch::Tensor attendSlices(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                           const std::vector<HeadSlice>& slices) {
  const bool listed = std::any_of(slices.begin(), slices.end(), [](const auto& s) { return s.plan.lists != nullptr; });
  if (!listed && suitsTiles(q_QHD, k_KGD, v_KGD)) {
    for (const HeadSlice& slice : slices)
      check(q_QHD.narrow(1, slice.head, slice.heads), k_KGD.narrow(1, slice.keyHead, slice.keyHeads), slice.plan);
    return attendByTiles(q_QHD, k_KGD, v_KGD, slices);
  }
  std::vector<torch::Tensor> outputs;
  for (const HeadSlice& slice : slices) {
    outputs.push_back(attend(q_QHD.narrow(1, slice.head, slice.heads), k_KGD.narrow(1, slice.keyHead, slice.keyHeads),
                             v_KGD.narrow(1, slice.keyHead, slice.keyHeads), slice.plan));
  }
  return outputs.size() == 1 ? outputs.front() : torch::cat(outputs, 1);
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

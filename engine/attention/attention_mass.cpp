// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/attention_mass.h"

#include <cmath>

#include "engine/attention/block_lists.h"

namespace lacuna::engine {

torch::Tensor attentionMass(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const AttentionPlan& plan) {
  // A GPU's plan has no blocks to gather: a look at weights is rare, and the host has what it takes.
  if (plan.lists != nullptr) return attentionMass(q_QHD.cpu(), k_KGD.cpu(), *plan.lists->host);
  const std::int64_t heads = q_QHD.size(1);
  const std::int64_t size = q_QHD.size(2);
  const auto options = torch::TensorOptions().device(q_QHD.device());
  auto mass_QK = torch::zeros({plan.queries, k_KGD.size(0)}, options);
  std::int64_t firstSlot = 0;
  for (const PlanBucket& bucket : plan.buckets) {
    const std::int64_t n = bucket.query_NQ.size(0);
    const std::int64_t queries = bucket.query_NQ.size(1);
    const std::int64_t keys = bucket.key_NK.size(1);
    const auto q = q_QHD.index_select(0, bucket.query_NQ.view(-1)).view({n, queries, heads, size}).transpose(1, 2);
    const auto k = k_KGD.index_select(0, bucket.key_NK.view(-1))
                       .view({n, keys, -1, size})
                       .repeat_interleave(heads / k_KGD.size(1), 2)
                       .transpose(1, 2);
    const auto scores = q.matmul(k.transpose(2, 3)).to(torch::kFloat32) / std::sqrt(static_cast<double>(size));
    const auto weight_RK = (scores + bucket.bias_NQK.unsqueeze(1)).softmax(-1).mean(1).view({n * queries, keys});
    // A slot stands for one query; the others of the bucket are padding.
    const auto within = plan.slot_T.ge(firstSlot).logical_and(plan.slot_T.lt(firstSlot + n * queries));
    const auto query = within.nonzero().squeeze(1);
    const auto slot = plan.slot_T.index_select(0, query) - firstSlot;
    const auto key = bucket.key_NK.index_select(0, slot.floor_divide(queries));
    const auto rows =
        torch::zeros({query.size(0), k_KGD.size(0)}, options).scatter_add_(1, key, weight_RK.index_select(0, slot));
    mass_QK.index_copy_(0, query, rows);
    firstSlot += n * queries;
  }
  return mass_QK;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/mixture.h"

#include "engine/accelerator.h"
#include "engine/experts/routed_experts.h"
#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

// On a GPU, where the host does not ask how many tokens each expert got.
// rows_ND: sorted by expert; ends_E: int32, where each expert's rows end.
torch::Tensor groupedExperts(const torch::Tensor& rows_ND, const torch::Tensor& ends_E, const Mixture& weights) {
  const auto product = [&](const torch::Tensor& x, const torch::Tensor& weight_EOI) {
    if (accelerator() != nullptr) return accelerator()->multiplyGroups(x, weight_EOI, ends_E);
    return at::_grouped_mm(x.to(torch::kBFloat16), weight_EOI.to(torch::kBFloat16).transpose(-2, -1), ends_E);
  };
  return product(gatedProductPlainly(product(rows_ND, weights.gateUp_E2FD)), weights.down_EDF);
}

// One product an expert, over its own run of rows.
torch::Tensor expertByExpert(const torch::Tensor& rows_ND, const torch::Tensor& counts_E, const Mixture& weights) {
  std::vector<torch::Tensor> outputs;
  std::int64_t start = 0;
  for (std::int64_t e = 0; e < counts_E.size(0); ++e) {
    const auto count = counts_E[e].item<std::int64_t>();
    if (count == 0) continue;
    outputs.push_back(swiGlu(rows_ND.narrow(0, start, count), {weights.gateUp_E2FD[e], weights.down_EDF[e]}));
    start += count;
  }
  return torch::cat(outputs);
}

}  // namespace

torch::Tensor swiGlu(const torch::Tensor& x_TD, const SwiGlu& weights) {
  return at::linear(gatedProduct(at::linear(x_TD, weights.gateUp_2FD)), weights.down_DF);
}

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const Mixture& weights) {
  const auto logits_TE = at::linear(x_TD.to(torch::kFloat32), weights.router_ED.to(torch::kFloat32));
  return chooseExperts(logits_TE, weights.bias_E, weights.topK);
}

torch::Tensor addExperts(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                         const Mixture& weights) {
  if (suitsRoutedExperts(x_TD, weights)) return out_TD + routedExperts(x_TD, choice, weights);
  // Tokens sorted by expert: each has a run of rows of its own.
  const std::int64_t experts = weights.router_ED.size(0);
  const auto flat = choice.expert_TK.view(-1);
  const auto order = flat.argsort(/*stable=*/true, /*dim=*/0, /*descending=*/false);
  const auto counts = (flat.unsqueeze(1) == torch::arange(experts, flat.options())).sum(0);
  const auto source = order.floor_divide(weights.topK);
  const auto sorted = x_TD.index_select(0, source);
  if (x_TD.is_cuda()) {
    const auto routed = groupedExperts(sorted, counts.cumsum(0).to(torch::kInt32), weights);
    // Back in the tokens' order, and added expert after expert: the same sum every time, without atomics.
    const auto back = routed.index_select(0, order.argsort()).view({x_TD.size(0), weights.topK, -1});
    return out_TD + (back * choice.weight_TK.unsqueeze(-1)).sum(1).to(out_TD.scalar_type());
  }
  const auto routed = expertByExpert(sorted, counts, weights);
  const auto weighted = routed * choice.weight_TK.view(-1).index_select(0, order).unsqueeze(1).to(routed.scalar_type());
  return out_TD.index_add(0, source, weighted.to(out_TD.scalar_type()));
}

torch::Tensor addExpertsPlainly(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                                const Mixture& weights) {
  auto out = out_TD;
  for (std::int64_t e = 0; e < weights.router_ED.size(0); ++e) {
    const auto weight = (choice.weight_TK * (choice.expert_TK == e)).sum(-1, true);
    out = out + weight * swiGlu(x_TD, {weights.gateUp_E2FD[e], weights.down_EDF[e]});
  }
  return out;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/mixture.h"

#include "engine/accelerator.h"
#include "engine/experts/routed_experts.h"
#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

torch::Tensor expert(const torch::Tensor& x, const torch::Tensor& gateUp, const torch::Tensor& down) {
  return at::linear(gatedProduct(at::linear(x, gateUp)), down);
}

// On a GPU, where the host does not ask how many tokens each expert got.
// rows_ND: sorted by expert; ends_E: int32, where each expert's rows end.
torch::Tensor groupedExperts(const torch::Tensor& rows_ND, const torch::Tensor& ends_E, const Mixture& weights) {
  const auto product = [&](const torch::Tensor& x, const torch::Tensor& weight_EOI) {
    if (accelerator() != nullptr) return accelerator()->multiplyGroups(x, weight_EOI, ends_E);
    return at::_grouped_mm(x.to(torch::kBFloat16), weight_EOI.to(torch::kBFloat16).transpose(-2, -1), ends_E);
  };
  const auto hidden = product(rows_ND, weights.gateUp_E2FD);
  const std::int64_t width = hidden.size(-1) / 2;
  return product(at::silu(hidden.narrow(-1, 0, width)) * hidden.narrow(-1, width, width), weights.down_EDF);
}

// One product an expert, over its own run of rows.
torch::Tensor expertByExpert(const torch::Tensor& rows_ND, const torch::Tensor& counts_E, const Mixture& weights) {
  std::vector<torch::Tensor> outputs;
  std::int64_t start = 0;
  for (std::int64_t e = 0; e < counts_E.size(0); ++e) {
    const auto count = counts_E[e].item<std::int64_t>();
    if (count == 0) continue;
    outputs.push_back(expert(rows_ND.narrow(0, start, count), weights.gateUp_E2FD[e], weights.down_EDF[e]));
    start += count;
  }
  return torch::cat(outputs);
}

void record(const ExpertChoice& choice, std::int64_t experts, std::size_t layer, ExpertLoad* load) {
  if (load->tokens_E.size() <= layer) {
    load->tokens_E.resize(layer + 1);
    load->entropy.resize(layer + 1);
  }
  const torch::NoGradGuard noGrad;
  const auto flat = choice.expert_TK.view({-1, 1});
  const auto count = (flat == torch::arange(experts, flat.options())).sum(0).to(torch::kFloat32);
  const auto logProbability = choice.logits_TE.detach().log_softmax(-1);
  const auto entropy = -(logProbability.exp() * logProbability).sum();
  auto& tokens = load->tokens_E[layer];
  tokens = tokens.defined() ? tokens + count : count;
  load->entropy[layer] = load->entropy[layer].defined() ? load->entropy[layer] + entropy : entropy;
  if (layer == 0) load->tokens += static_cast<double>(choice.logits_TE.size(0));
}

}  // namespace

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const Mixture& weights) {
  ExpertChoice choice;
  choice.logits_TE = at::linear(x_TD.to(torch::kFloat32), weights.router_ED.to(torch::kFloat32));
  const auto probability = choice.logits_TE.softmax(-1);
  choice.expert_TK = std::get<1>((probability.detach() + weights.bias_E).topk(weights.topK, -1));
  const auto chosen = probability.gather(-1, choice.expert_TK);
  choice.weight_TK = chosen / chosen.sum(-1, true);
  return choice;
}

torch::Tensor swiGlu(const torch::Tensor& x_TD, const SwiGlu& weights) {
  return expert(x_TD, weights.gateUp_2FD, weights.down_DF);
}

torch::Tensor mixture(const torch::Tensor& x_TD, const Mixture& weights, std::size_t layer, ExpertLoad* load) {
  const std::int64_t experts = weights.router_ED.size(0);
  const ExpertChoice choice = chooseExperts(x_TD, weights);
  if (load != nullptr) {
    record(choice, experts, layer, load);
    const auto z = choice.logits_TE.logsumexp(-1).square().mean();
    load->zLoss = load->zLoss.defined() ? load->zLoss + z : z;
  }
  if (suitsRoutedExperts(x_TD, weights)) return swiGlu(x_TD, weights.shared) + routedExperts(x_TD, choice, weights);
  // Tokens sorted by expert: each has a run of rows of its own.
  const auto flat = choice.expert_TK.view(-1);
  const auto order = flat.argsort(/*stable=*/true, /*dim=*/0, /*descending=*/false);
  const auto counts = (flat.unsqueeze(1) == torch::arange(experts, flat.options())).sum(0);
  const auto source = order.floor_divide(weights.topK);
  const auto sorted = x_TD.index_select(0, source);
  if (x_TD.is_cuda()) {
    const auto routed = groupedExperts(sorted, counts.cumsum(0).to(torch::kInt32), weights);
    // Back in the tokens' order, and added expert after expert: the same sum every time, without atomics.
    const auto back = routed.index_select(0, order.argsort()).view({x_TD.size(0), weights.topK, -1});
    const auto shared = swiGlu(x_TD, weights.shared);
    return shared + (back * choice.weight_TK.unsqueeze(-1)).sum(1).to(shared.scalar_type());
  }
  const auto routed = expertByExpert(sorted, counts, weights);
  const auto weighted = routed * choice.weight_TK.view(-1).index_select(0, order).unsqueeze(1).to(routed.scalar_type());
  const auto shared = swiGlu(x_TD, weights.shared);
  return shared.index_add(0, source, weighted.to(shared.scalar_type()));
}

torch::Tensor mixtureDense(const torch::Tensor& x_TD, const Mixture& weights) {
  const ExpertChoice choice = chooseExperts(x_TD, weights);
  auto out = swiGlu(x_TD, weights.shared);
  for (std::int64_t e = 0; e < weights.router_ED.size(0); ++e) {
    const auto weight = (choice.weight_TK * (choice.expert_TK == e)).sum(-1, true);
    out = out + weight * expert(x_TD, weights.gateUp_E2FD[e], weights.down_EDF[e]);
  }
  return out;
}

}  // namespace lacuna::engine

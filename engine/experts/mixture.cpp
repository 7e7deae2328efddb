// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/mixture.h"

namespace lacuna::engine {
namespace {

torch::Tensor expert(const torch::Tensor& x, const torch::Tensor& gateUp, const torch::Tensor& down) {
  const auto hidden = at::linear(x, gateUp);
  const std::int64_t width = hidden.size(-1) / 2;
  return at::linear(at::silu(hidden.narrow(-1, 0, width)) * hidden.narrow(-1, width, width), down);
}

void record(const ExpertChoice& choice, std::int64_t experts, std::size_t layer, ExpertLoad* load) {
  if (load->tokens_E.size() <= layer) {
    load->tokens_E.resize(layer + 1);
    load->entropy.resize(layer + 1);
  }
  const torch::NoGradGuard noGrad;
  const auto count = torch::bincount(choice.expert_TK.view(-1), {}, experts).to(torch::kFloat32);
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
  // Tokens sorted by expert: each expert is one matrix product over its own run of rows.
  const auto flat = choice.expert_TK.view(-1);
  const auto order = flat.argsort(/*stable=*/true, /*dim=*/0, /*descending=*/false);
  const auto counts = torch::bincount(flat, {}, experts);
  const auto source = order.floor_divide(weights.topK);
  const auto sorted = x_TD.index_select(0, source);
  std::vector<torch::Tensor> outputs;
  std::int64_t start = 0;
  for (std::int64_t e = 0; e < experts; ++e) {
    const auto count = counts[e].item<std::int64_t>();
    if (count == 0) continue;
    outputs.push_back(expert(sorted.narrow(0, start, count), weights.gateUp_E2FD[e], weights.down_EDF[e]));
    start += count;
  }
  const auto weighted =
      torch::cat(outputs) * choice.weight_TK.view(-1).index_select(0, order).unsqueeze(1).to(x_TD.scalar_type());
  return swiGlu(x_TD, weights.shared).index_add(0, source, weighted);
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

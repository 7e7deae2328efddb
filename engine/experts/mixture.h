// SPDX-License-Identifier: GPL-3.0-or-later
// Feed-forward layers: SwiGLU (Shazeer 2020, arXiv:2002.05202), and a dropless mixture of such experts with token
// choice, a float32 router, one shared expert, and loss-free balancing (Wang et al. 2024, arXiv:2408.15664): a bias
// that takes part in the choice of experts only, moved against their load after each training step.
//
// Shapes: T tokens, D width, F hidden width, E experts, K experts chosen per token.
#pragma once

#include <torch/types.h>

#include <vector>

namespace lacuna::engine {

struct SwiGlu {
  torch::Tensor gateUp_2FD;  // gate rows first, then up rows
  torch::Tensor down_DF;
};

torch::Tensor swiGlu(const torch::Tensor& x_TD, const SwiGlu& weights);

struct Mixture {
  torch::Tensor router_ED;
  torch::Tensor bias_E;  // no gradient
  torch::Tensor gateUp_E2FD;
  torch::Tensor down_EDF;
  SwiGlu shared;
  int topK = 2;
};

// The router's answer to each token.
struct ExpertChoice {
  torch::Tensor logits_TE;  // float32
  torch::Tensor expert_TK;  // int64
  torch::Tensor weight_TK;  // float32, rows sum to 1
};

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const Mixture& weights);

// What the router did, summed over calls; one entry per mixture layer.
struct ExpertLoad {
  std::vector<torch::Tensor> tokens_E;  // float32 counts
  std::vector<torch::Tensor> entropy;   // sum over tokens of the router's entropy, nats
  torch::Tensor zLoss;                  // sum over layers of mean logsumexp^2 (differentiable); undefined at first
  double tokens = 0;
};

// Each token goes through its K experts, weighted by their renormalised router probabilities, and the shared expert.
// layer: index into load; load may be null. A token's output depends on that token alone.
torch::Tensor mixture(const torch::Tensor& x_TD, const Mixture& weights, std::size_t layer, ExpertLoad* load);

// The plain twin: every expert on every token.
torch::Tensor mixtureDense(const torch::Tensor& x_TD, const Mixture& weights);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Which experts a token goes to: the one choice that every pass follows. A bias takes part in the choice alone, never
// in the weights (loss-free balancing, Wang et al. 2024, arXiv:2408.15664).
//
// Shapes: T tokens, E experts, K experts chosen per token.
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace lacuna::engine {

// The router's answer to each token.
struct ExpertChoice {
  torch::Tensor logits_TE;  // float32
  torch::Tensor expert_TK;  // int64, the likeliest first; of two that are as likely, the first
  torch::Tensor weight_TK;  // float32, the chosen ones' probabilities, rows sum to 1
};
using ChoiceSink = std::function<void(const ExpertChoice&)>;

// logits_TE: float32, on any device. Weights are differentiable in them.
ExpertChoice chooseExperts(const torch::Tensor& logits_TE, const torch::Tensor& bias_E, int topK);

// The same over plain memory, row by row.
struct ChoiceRows {
  const float* logits_TE = nullptr;
  const float* bias_E = nullptr;
  std::int64_t rows = 0, experts = 0;
  int topK = 0;
};
void chooseExperts(const ChoiceRows& task, std::int64_t* expert_TK, float* weight_TK);

// What the router did, summed over calls; one entry per layer with experts.
struct ExpertLoad {
  std::vector<torch::Tensor> tokens_E;  // float32 counts
  std::vector<torch::Tensor> entropy;   // sum over tokens of the router's entropy, nats
  torch::Tensor zLoss;                  // sum over layers of mean logsumexp^2 (differentiable); undefined at first
  double tokens = 0;

  // layer: among those with experts.
  void add(const ExpertChoice& choice, std::size_t layer);
};

}  // namespace lacuna::engine

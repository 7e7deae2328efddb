// SPDX-License-Identifier: GPL-3.0-or-later
// Feed-forward layers: SwiGLU (Shazeer 2020, arXiv:2002.05202), and a dropless mixture of such experts with token
// choice and a float32 router, beside a feed-forward that every token goes through.
//
// Shapes: T tokens, D width, F hidden width, E experts, K experts chosen per token.
#pragma once

#include <torch/types.h>

#include "engine/experts/expert_choice.h"

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
  int topK = 2;

  bool defined() const { return router_ED.defined(); }
};

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const Mixture& weights);

// out plus, for each token, its K experts' answers to x, weighted. A token's answer depends on that token alone.
torch::Tensor addExperts(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                         const Mixture& weights);

// The plain twin: every expert on every token.
torch::Tensor addExpertsPlainly(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                                const Mixture& weights);

}  // namespace lacuna::engine

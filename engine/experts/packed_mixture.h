// SPDX-License-Identifier: GPL-3.0-or-later
// Feed-forward layers over packed weights: what addExperts computes, for inference on a CPU.
//
// Shapes: T tokens, D width, E experts, F hidden width, K experts chosen per token.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/experts/mixture.h"
#include "engine/linear/packed_linear.h"

namespace lacuna::engine {

struct PackedSwiGlu {
  PackedLinear gateUp;  // gated
  PackedLinear down;

  PackedSwiGlu() = default;
  explicit PackedSwiGlu(const SwiGlu& weights, Precision precision = Precision::kFloat32)
      : gateUp(PackedLinear::gated(weights.gateUp_2FD, precision)), down(weights.down_DF, precision) {}
};

struct PackedMixture {
  PackedLinear router;  // always float32
  torch::Tensor bias_E;
  std::vector<PackedSwiGlu> experts;
  int topK = 0;

  PackedMixture() = default;
  explicit PackedMixture(const Mixture& weights, Precision precision = Precision::kFloat32);
  bool defined() const { return !experts.empty(); }
};

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const PackedMixture& weights);

// Changes out and returns it. All threads. REQUIRES: experts in float32.
torch::Tensor addExperts(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                         const PackedMixture& weights);

// The same over plain memory, on this thread: x_TD set for the experts' precision, between_TKF room for T K F floats,
// out added to.
struct ExpertRows {
  const ProductRows& x_TD;
  const std::int64_t* expert_TK = nullptr;
  const float* weight_TK = nullptr;
  std::int64_t rows = 0;
  float* between_TKF = nullptr;
  ProductRows* hidden = nullptr;  // room too
  RowTarget out;
};
void addExperts(const ExpertRows& task, const PackedMixture& weights);

}  // namespace lacuna::engine

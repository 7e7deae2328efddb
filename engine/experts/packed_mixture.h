// SPDX-License-Identifier: GPL-3.0-or-later
// Feed-forward layers over packed weights: what swiGlu and mixture compute, for inference on a CPU.
//
// Shapes: T tokens, D width.
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
  PackedSwiGlu shared;
  std::vector<PackedSwiGlu> experts;
};

PackedMixture packMixture(const Mixture& weights, Precision precision = Precision::kFloat32);

// Which rows go to an expert, and where its hidden rows stand: row i of token t for its i-th choice at t K + i.
struct ExpertShare {
  RowChoice up;    // from rows to hidden rows
  RowChoice down;  // from hidden rows to rows, weighted
};
// Per expert. expert_TK, weight_TK: one after the other.
std::vector<ExpertShare> shareOut(const std::int64_t* expert_TK, const float* weight_TK, std::int64_t rows, int topK,
                                  std::size_t experts);

torch::Tensor swiGlu(const torch::Tensor& x_TD, const PackedSwiGlu& weights);

// choice: the router's answer to x_TD.
torch::Tensor mixture(const torch::Tensor& x_TD, const ExpertChoice& choice, const PackedMixture& weights);

}  // namespace lacuna::engine

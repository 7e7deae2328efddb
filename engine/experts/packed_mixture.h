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
  explicit PackedSwiGlu(const SwiGlu& weights)
      : gateUp(PackedLinear::gated(weights.gateUp_2FD)), down(weights.down_DF) {}
};

struct PackedMixture {
  PackedSwiGlu shared;
  std::vector<PackedSwiGlu> experts;
};

PackedMixture packMixture(const Mixture& weights);

torch::Tensor swiGlu(const torch::Tensor& x_TD, const PackedSwiGlu& weights);

// choice: the router's answer to x_TD.
torch::Tensor mixture(const torch::Tensor& x_TD, const ExpertChoice& choice, const PackedMixture& weights);

}  // namespace lacuna::engine

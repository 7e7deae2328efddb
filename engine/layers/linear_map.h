// SPDX-License-Identifier: GPL-3.0-or-later
// One linear map of a layer: its weights as they are, differentiable and on any device, or laid out for the inner loops
// of this processor.
//
// Shapes: N rows, I inputs, O outputs, F hidden width, K rows of an update's first half, r its rank.
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/linear/packed_linear.h"

namespace lacuna::engine {

// W x + b (a x), block by block of the outputs (LoRA, arXiv:2106.09685).
struct LowRankUpdate {
  torch::Tensor a_KI;                 // r rows a block
  torch::Tensor b_Or;                 // a block below the other
  std::vector<std::int64_t> outputs;  // of each block
};

class LinearMap {
 public:
  LinearMap() = default;
  // [O, I] each, their outputs side by side. The tensors are shared, not copied.
  explicit LinearMap(std::vector<torch::Tensor> parts) : parts_(std::move(parts)) {}
  // gateUp_2FI, gate rows first: y = silu(gate) up, O = F.
  static LinearMap gated(torch::Tensor gateUp_2FI);
  // The same map with an update. REQUIRES: a map of one part that is not laid out.
  LinearMap with(LowRankUpdate update) const;
  // The same map laid out. REQUIRES: float32 on the CPU, no update, hasAvx2().
  LinearMap laidOut(Precision precision) const;
  static LinearMap of(PackedLinear packed);

  bool defined() const { return !parts_.empty() || !packed_.empty(); }
  bool isLaidOut() const { return !packed_.empty(); }
  const PackedLinear& packed() const { return packed_; }              // empty where it is not laid out
  const std::vector<torch::Tensor>& parts() const { return parts_; }  // empty where it is
  torch::Tensor weight() const;                                       // the parts in one, [O, I]; gated: [2 F, I]
  std::size_t bytes() const;

  // [N, O]. Rows go in, and come out, in the type of weights that are narrower than float32; laid out: float32.
  torch::Tensor operator()(const torch::Tensor& x_NI) const;

 private:
  std::vector<torch::Tensor> parts_;
  std::vector<LowRankUpdate> update_;  // one at most
  PackedLinear packed_;
  bool gated_ = false;
};

}  // namespace lacuna::engine

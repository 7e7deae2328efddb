// SPDX-License-Identifier: GPL-3.0-or-later
// The denoiser without its economies, over the same weights: every row goes through every layer, nothing is kept from
// one step to the next. What a step is measured against.
//
// Shapes: T rows, W width, H heads, D head size, F filling rows.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/attention/rotary.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

class WholePass {
 public:
  // Shares the model's tensors; the model must outlive it.
  explicit WholePass(const Denoiser& model);

  // Everything sees everything: ATen's fused attention without a mask, rows at places 0 .. T-1. Returns [T, W].
  // Differentiable in the weights.
  torch::Tensor dense(const torch::Tensor& rows_TW) const;

  // The model's own pattern, without a cache. rows_TW: reading input, then filling states. Returns the hidden states
  // of the filling rows, [F, W]: what Denoiser::denoise() returns, to rounding.
  torch::Tensor pattern(const torch::Tensor& rows_TW, const Layout& layout) const;

  // The parts of a dense layer, for timing them apart.
  struct Heads {
    torch::Tensor q_HTD, k_HTD, v_HTD;
  };
  Heads project(int layer, const torch::Tensor& rows_TW, const RotaryTable& places) const;
  // The first `queries` rows look at all rows. Returns [queries, H, D].
  static torch::Tensor attendAll(const Heads& heads, std::int64_t queries);
  torch::Tensor finish(int layer, const torch::Tensor& rows_TW, const torch::Tensor& attended_THD) const;

 private:
  Heads spread(const ProjectedHeads& rows) const;

  ModelConfig config_;
  LayerShape shape_;
  torch::Tensor gapMark_W_;
  std::vector<Layer> layers_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// A run's denoising steps on a CPU with AVX2: what Denoiser::prepareKept() and denoise() compute, in one pass over
// plain memory. The context's keys are turned and laid out once a run, each where the kernels will read it, and all
// candidates share them. Candidates are parted among threads, which meet once a step; a candidate's rows are the same
// bytes whatever else is in the batch and however many threads there are.
//
// Shapes: F filling rows of all candidates, W width, K kept reading rows.
#pragma once

#include <memory>

#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

class PackedFill {
 public:
  // Whether it can stand in for prepareKept() and denoise() here and now: packed weights, no gradients, one document
  // with gaps, heads that suit the kernels.
  static bool serves(const Denoiser& model, const Layout& layout);

  // plan: of the layout, a packed one does; kept: the keys (not rotated) and values of its kept rows. The model
  // outlives this. REQUIRES: serves().
  PackedFill(const Denoiser& model, const Layout& layout, const FillPlan& plan, const KeyValues& kept);
  ~PackedFill();
  PackedFill(PackedFill&&) noexcept;
  PackedFill& operator=(PackedFill&&) noexcept;

  // state_FW: noised embeddings, of any number of candidates whatever the layout's. Returns hidden states [F, W].
  // probe: null, or one of Detail::kSum. threads: at most so many, 1 or more.
  torch::Tensor operator()(const torch::Tensor& state_FW, FillProbe* probe, int threads) const;

  std::size_t bytes() const;  // held for the keys and values

 private:
  struct Run;
  std::unique_ptr<Run> run_;
};

}  // namespace lacuna::engine

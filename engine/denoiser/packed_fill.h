// SPDX-License-Identifier: GPL-3.0-or-later
// A run's denoising steps on a CPU with AVX2: what Denoiser::prepareKept() and denoise() compute, in one pass over
// plain memory. The context's keys are turned and laid out once a run, each where the kernels will read it, and all
// candidates share them. Candidates are parted among threads, which meet once a step; a candidate's rows are the same
// bytes whatever else is in the batch and however many threads there are.
//
// Shapes: F filling rows of all candidates, W width, K kept reading rows.
#pragma once

#include <algorithm>
#include <memory>

#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

// What a run keeps of its gap rows from one look to the next: rows of all candidates, their anchors among them.
struct KeptGapRows {
  std::vector<torch::Tensor> keyValue_RX;  // per layer: key heads, turned, and value heads beside one another
  torch::Tensor hidden_RW;                 // what they came out as
  std::vector<ExpertChoice> choices;       // per layer with experts; empty without a probe
  bool empty() const { return keyValue_RX.empty(); }
};

// What a look is about where it is not about all: tokens that are others than at the look before, and tokens that are
// asked for.
struct GapRowsAsked {
  std::vector<bool> changed_F, asked_F;
};

// A run that settles one token after the other looks at all of its rows in every so many of its steps, and in between
// at those that matter (docs/model.md, Steps that cost a token).
constexpr int wholeLookEvery(int steps) { return std::max(8, steps / 4); }

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
  // kept, if there: becomes what this look made of its rows. With only, just the rows that have changed and those that
  // answer for what is asked are computed, among the others as they were kept: an answer is then off by what the others
  // would have made of the change, and costs what its own row costs. REQUIRES with only: kept of as many candidates.
  torch::Tensor operator()(const torch::Tensor& state_FW, FillProbe* probe, int threads, KeptGapRows* kept = nullptr,
                           const GapRowsAsked* only = nullptr) const;

  std::size_t bytes() const;  // held for the keys and values

 private:
  std::vector<bool> computedRows(const SlotRows& slots, std::int64_t rows, const GapRowsAsked* only) const;
  void makeRoom(std::int64_t rows, bool tells, KeptGapRows* kept) const;
  struct Run;
  std::unique_ptr<Run> run_;
};

}  // namespace lacuna::engine

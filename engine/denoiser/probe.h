// SPDX-License-Identifier: GPL-3.0-or-later
// What a call of Denoiser::denoise can write down besides its result: whom each filling row attended to, and which
// experts it was sent to. Attention is computed a second time for it, weights and all, so the pass itself is the same
// with and without; where no probe is given, nothing is done.
//
// Shapes: F filling rows, K key rows (the plan's kept reading rows, then the filling rows), H heads, G key heads,
// D head size, P head groups, N experts chosen per token.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/attention/layout.h"
#include "engine/denoiser/config.h"
#include "engine/denoiser/stream_plan.h"
#include "engine/experts/mixture.h"

namespace lacuna::engine {

class FillProbe {
 public:
  enum class Detail {
    kMean,    // mass_FK
    kSum,     // mass_K alone, which a fast pass has at hand
    kLayers,  // also layerMass_PFK
  };

  explicit FillProbe(Detail detail = Detail::kMean) : detail_(detail) {}

  // Attention mass: a query's softmax weights, mean over heads and layers. float32, [F, K], each row sums to 1.
  torch::Tensor mass_FK() const;
  // Its mean over the filling rows, [K].
  torch::Tensor mass_K() const;
  // Per layer, mean over the heads of each head group: float32 [P, F, K]. Empty unless asked for.
  const std::vector<torch::Tensor>& layerMass_PFK() const { return layerMass_; }
  // Per mixture layer, in order.
  const std::vector<ExpertChoice>& choices() const { return choices_; }

  // Called by Denoiser::denoise. A probe holds the last pass only.
  void begin();
  // q_FHD rotated, k_KGD rotated: what the layer that comes next in order attends with.
  void addLayer(const ModelConfig& config, const torch::Tensor& q_FHD, const torch::Tensor& k_KGD,
                const StreamPlan& plan);
  void addChoice(const ExpertChoice& choice);
  // In place of layers: what mass_K() is.
  void setMean(torch::Tensor mass_K) { mean_K_ = std::move(mass_K); }

  Detail detail() const { return detail_; }

 private:
  Detail detail_;
  torch::Tensor sum_FK_;
  torch::Tensor mean_K_;
  int layers_ = 0;
  std::vector<torch::Tensor> layerMass_;
  std::vector<ExpertChoice> choices_;
};

// The layout rows that a probe's columns stand for, [K].
std::vector<std::int64_t> probedRows(const FillPlan& plan, const Layout& layout);

// What a pass is asked to write down; either may be null.
struct PassRecord {
  ExpertLoad* load = nullptr;
  FillProbe* probe = nullptr;

  PassRecord(ExpertLoad* load_ = nullptr, FillProbe* probe_ = nullptr) : load(load_), probe(probe_) {}
};

}  // namespace lacuna::engine

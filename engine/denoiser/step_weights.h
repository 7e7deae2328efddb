// SPDX-License-Identifier: GPL-3.0-or-later
// A denoiser's weights as a denoising step on the CPU wants them; made by Denoiser::pack().
//
// Shapes: W width, D head size, E experts.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/experts/packed_mixture.h"
#include "engine/linear/packed_linear.h"

namespace lacuna::engine {

struct StepLayer {
  torch::Tensor attentionGain_W, queryGain_D, keyGain_D, feedForwardGain_W;
  PackedLinear heads;  // query, key and value in one
  PackedLinear output;
  PackedSwiGlu dense;  // empty where the layer is a mixture
  PackedMixture mixture;
  PackedLinear router;  // always float32
  torch::Tensor bias_E;
  int topK = 0;

  bool isMixture() const { return !router.empty(); }
};

struct StepWeights {
  std::vector<StepLayer> layers;  // empty: not packed
  torch::Tensor finalGain_W;
  PackedLinear vocabulary;
  double normEpsilon = 1e-6;
};

}  // namespace lacuna::engine

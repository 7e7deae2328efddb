// SPDX-License-Identifier: GPL-3.0-or-later
// A denoiser's weights: as they are trained, by name, and laid out for inference on this processor.
//
// Shapes: W width, V vocabulary, N globals.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/denoiser/config.h"
#include "engine/denoiser/parameters.h"
#include "engine/layers/layer.h"

namespace lacuna::engine {

// The one tensor that is counted, not trained.
constexpr const char* kTokenLogFrequency = "token_log_frequency";

// The trained answer to "how much of its own guess is fed back": see diffusion/noise_process.h.
struct SoftMask {
  torch::Tensor share;      // scalar, before a sigmoid: the largest share of the guess
  torch::Tensor steepness;  // scalar, before a softplus
  torch::Tensor midpoint;   // scalar, nats of entropy at which half of it is given
};

// The gap stream over a pretrained base: the base's weights with an adapter's updates added. The context stream is the
// base itself (base/causal_base.h), which a denoiser does not read.
struct GapStreamWeights {
  torch::Tensor embedding_VW, finalGain_W;
  torch::Tensor mask_W;         // the absorbing state, in the scale of Denoiser::embed()
  double embeddingScale = 1.0;  // root mean square of the base's embeddings: what embed() divides by
  // Asked once for each layer, in order: no two layers need be in memory at a time.
  std::function<Layer(int layer)> layer;
  // The vocabulary as it is laid out for the base in that precision, to be shared; empty: it is not.
  std::function<PackedLinear(Precision)> vocabulary;
};

// What a denoising step on this processor works with. Empty: nothing is laid out.
struct StepWeights {
  std::vector<Layer> layers;
  VocabularyTail tail;
};

class DenoiserWeights {
 public:
  // Random ones from the seed. Throws Error(kInvalidConfig).
  DenoiserWeights(const ModelConfig& config, std::uint64_t seed);
  // Of a configuration with a base. For passes without gradients, and laid out at once, layer by layer: a layer's own
  // tensors go before the next one's come, unless float32 is wanted.
  DenoiserWeights(const ModelConfig& config, const GapStreamWeights& from, Precision precision);

  torch::Device device() const { return embedding_VW.device(); }
  void to(torch::Device device);  // what is laid out is let go
  // Where this processor can use that; the weights take their memory once more for each precision.
  // precision: of the steps; what reads the context is laid out in float32 too.
  void layOut(Precision precision);
  // Lets go of what is laid out as well; does nothing where nothing is.
  void keepLaidOutOnly();
  // Over a base: other linears of the same shapes, float32 on the processor, in place of all layers' own; norms and
  // experts stay. What was laid out is laid out again in its precision. When from() throws, laid-out weights are as
  // they were.
  void exchangeLinears(const std::function<Layer(int layer)>& from);

  // What a pass of tensors uses here and now: laid out in float32 where there is that and no gradient is recorded.
  const Layer& layer(int index) const;
  // The last norm and the vocabulary, likewise.
  const VocabularyTail& tail() const;
  // Layers and vocabulary as they are trained.
  const std::vector<Layer>& trained() const { return layers_; }
  std::vector<Layer>& trained() { return layers_; }
  const VocabularyTail& trainedTail() const { return tail_; }
  const StepWeights& steps() const { return steps_; }

  Parameters parameters;
  torch::Tensor embedding_VW;
  torch::Tensor mask_W, chunk_1W, globals_NW, gapMark_W;
  torch::Tensor logFrequency_V;  // undefined without a cache
  SoftMask softMask;
  double embeddingScale = 0;  // above 0: over a base

 private:
  torch::Tensor add(const std::string& name, torch::Tensor tensor, ParameterKind kind);
  Layer makeLayer(const ModelConfig& config, int index, std::uint64_t seed);
  bool canLayOut() const;
  void layOut(std::size_t index, Precision precision);
  void layOutTail(Precision precision, PackedLinear vocabulary);
  void drop(const Layer& layer);
  void keepLookedUp();

  bool overBase_ = false;
  std::vector<Layer> layers_;
  VocabularyTail tail_;
  std::vector<Layer> reading_;  // laid out in float32, or empty
  VocabularyTail readingTail_;  // without a map where logits are mostly those of steps in fixed point
  StepWeights steps_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// A layer of a transformer, as all models here have it, and what it does to its rows:
//
//   x = x + output(attention(heads(norm x)))
//   x = x + feed_forward(norm x)
//
// with norms by the root mean square, heads that are turned by their places (rotary, half-split) and may be normed
// before, grouped key heads, a gated feed-forward (SwiGLU) and, in some layers, routed experts beside it. Linears may
// carry an update of low rank. Whom a row attends to is the caller's: the context reads by a sparse plan, a base
// causally, gaps see both sides.
//
// Three passes follow it: passLayer(), over tensors, differentiable, for reading and for training on any device; that
// of PackedFill, over plain memory, for denoising steps; and PackedLayer (base/), forward and backward written out.
//
// Shapes: T rows, W width, H query heads, G key heads, D head size, F hidden width.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>

#include "engine/attention/rotary.h"
#include "engine/experts/mixture.h"
#include "engine/experts/packed_mixture.h"
#include "engine/layers/linear_map.h"

namespace lacuna::engine {

struct LayerShape {
  std::int64_t heads = 0;
  std::int64_t keyHeads = 0;
  std::int64_t headSize = 0;
  double epsilon = 1e-6;  // of its norms
};

struct Layer {
  torch::Tensor attentionGain_W;
  LinearMap heads;                       // queries, keys and values, their outputs side by side
  torch::Tensor queryGain_D, keyGain_D;  // undefined: heads are not normed
  LinearMap output;
  torch::Tensor feedForwardGain_W;
  LinearMap gateUp;  // gated
  LinearMap down;
  Mixture experts;              // beside it; neither is defined where the layer has none
  PackedMixture packedExperts;  // where the layer is laid out

  bool isMixture() const { return experts.defined() || packedExperts.defined(); }
  // Every tensor of the layer as it is, by the name that files give it; not what is laid out.
  void eachTensor(const std::function<void(const char* name, const torch::Tensor& tensor)>& visit) const;
  std::size_t bytes() const;  // of its linears
};

// The same layer laid out for this processor. Vectors and the router's bias are shared.
Layer laidOut(const Layer& layer, Precision precision);

// Rows of one layer.
struct ProjectedHeads {
  torch::Tensor q_THD, k_TGD;  // normed, if heads are; turned where tables were given
  torch::Tensor v_TGD;
};
struct Turns {
  RotaryTable query;
  RotaryTable key;  // undefined: keys are kept as they are
};

// What a layer makes of its rows' states before they attend.
ProjectedHeads projectHeads(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW,
                            const Turns& turns);

// What it makes of them after: [T, W]. attended_THD: what the rows saw. told, if there: which experts rows were sent
// to. within, if there, is called between the layer's halves; what it throws passes through.
torch::Tensor finishLayer(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW,
                          const torch::Tensor& attended_THD, const ChoiceSink& told = {},
                          const std::function<void()>& within = {});

// Whom the rows attend to: [T, H, D].
using Attend = std::function<torch::Tensor(const ProjectedHeads& rows)>;

// The whole of it: [T, W].
torch::Tensor passLayer(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW, const Turns& turns,
                        const Attend& attend, const ChoiceSink& told = {}, const std::function<void()>& within = {});

// The end of a model: its last norm and the vocabulary.
struct VocabularyTail {
  torch::Tensor gain_W;
  LinearMap vocabulary;  // [V, W]
  double epsilon = 1e-6;

  torch::Tensor normed(const torch::Tensor& hidden_NW) const;
  torch::Tensor logits(const torch::Tensor& hidden_NW) const;  // float32 [N, V]
  // -log p(target) of each row, nats, float32 [N], without the logits' intermediate tensors. REQUIRES: not laid out.
  torch::Tensor loss(const torch::Tensor& hidden_NW, const torch::Tensor& target_N) const;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// One layer of a frozen base with an adapter beside it, for training on a processor: forward and backward written out.
// The frozen weights get no gradient, and of the forward pass only what the adapter's gradients need is kept.
// It follows the description of layers/layer.h: each linear is W h + b (a h), of low rank.
//
// Shapes: M packed rows, W width, X outputs of the heads' product, F hidden width, I inputs, O outputs, K = blocks r
// rows of an update, E experts, J their hidden width.
#pragma once

#include <array>
#include <vector>

#include "engine/base/adapter_places.h"
#include "engine/base/packed_rows.h"
#include "engine/layers/layer.h"

namespace lacuna::engine {

// What an adapter adds to one linear, as the step's products want it.
struct LowRank {
  torch::Tensor a_KI;  // in the products' type
  torch::Tensor b_KO;  // b, transposed: block by block along the diagonal
  bool used = false;
  bool learns = false;
};

struct RoutedWeights {
  torch::Tensor router_EW;    // float32; undefined where the layer has no experts
  torch::Tensor bias_E;       // float32
  torch::Tensor gateUp_E2JW;  // [E * 2 J, W], of each expert its gates first
  torch::Tensor down_WEJ;     // [W, E * J]
  int topK = 0;
  bool learns = true;
};

struct LayerAdapter {
  std::array<LowRank, kAdaptedLinears> linears;
  RoutedWeights routed;
};

// Gradients, float32, as the adapter's tensors are laid out; undefined where nothing is learnt.
struct LayerGradient {
  std::array<torch::Tensor, kAdaptedLinears> a, b;
  torch::Tensor router, gateUp, down;
};

class PackedLayer {
 public:
  // frozen: linears as they are, in the products' type.
  PackedLayer(Layer frozen, double epsilon, std::vector<AdaptedLinear> shapes);

  // The frozen layer over texts from left to right. Returns their keys, not turned, and values; where goesOn, x_MW
  // (float32) becomes the next layer's.
  PackedHeads read(const PackedLayout& layout, torch::Tensor x_MW, bool goesOn) const;

  // Rows of gaps over a text's keys (turned) and values. x_MW becomes the next layer's. load: experts' tokens; may be
  // null. With keeps, backward() may follow.
  void forward(const LayerAdapter& adapter, const PackedLayout& layout, const PackedHeads& context, torch::Tensor x_MW,
               torch::Tensor* load, bool keeps);

  // dx_MW: the gradient of what forward() made of x, becomes that of x. Forgets what was kept.
  LayerGradient backward(const LayerAdapter& adapter, const PackedLayout& layout, torch::Tensor dx_MW);

 private:
  struct Kept {
    NormedRows32 before, middle;
    PackedHeads heads;
    torch::Tensor attended_NGRD, logSum, out_MX;
    torch::Tensor h1_MW, h2_MW, hidden_M2F, gated_MF;
    std::array<torch::Tensor, kAdaptedLinears> inner_MK;  // a h
    RoutedRows routed;
    torch::Tensor weighted_MEJ;
  };
  torch::Tensor linear(const LayerAdapter& adapter, std::size_t which, const torch::Tensor& h_MI,
                       torch::Tensor* inner_MK) const;
  torch::Tensor linearGradient(const LayerAdapter& adapter, std::size_t which, const torch::Tensor& h_MI,
                               const torch::Tensor& dy_MO, LayerGradient* gradient) const;
  void route(const RoutedWeights& routed, torch::Tensor y_MW, torch::Tensor* load, Kept* kept) const;
  void routeGradient(const RoutedWeights& routed, const torch::Tensor& dy_MW, torch::Tensor dh_MW,
                     LayerGradient* gradient) const;

  torch::Tensor attentionGain_W_, feedForwardGain_W_;
  std::array<torch::Tensor, kAdaptedLinears> frozen_;  // [O, I]
  double epsilon_;
  std::vector<AdaptedLinear> shapes_;
  Kept kept_;
};

}  // namespace lacuna::engine

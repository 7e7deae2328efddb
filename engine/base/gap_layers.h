// SPDX-License-Identifier: GPL-3.0-or-later
// The layers that rows of gaps go through: those of a base with an adapter's updates added and, times their shares,
// those of voices.
//
// Shapes: O outputs, I inputs, r rank, K rows of a first half.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/base/adapter.h"
#include "engine/layers/layer.h"

namespace lacuna::engine {

// b a, block by block of the outputs: [O, I], in their type.
torch::Tensor updateOf(const torch::Tensor& a_KI, const torch::Tensor& b_Or, const AdaptedLinear& linear);

class GapLayers {
 public:
  // The configuration and the base outlive it. Throws Error(kBadModel) naming the first tensor that is missing, unknown
  // or of another shape.
  GapLayers(const AdapterConfig& adapter, const NamedTensors& tensors, const BaseFile& base);

  // voice: some of the linears' a and b under an adapter's names, of any one rank; the others are not updated.
  void add(const NamedTensors& voice, double share);

  // float32, on the processor. The same bits whenever it is asked, and without voices those of the adapter alone.
  Layer layer(int index) const;
  const torch::Tensor& tensor(const std::string& name) const { return known_.at(name); }  // of the adapter, float32

 private:
  using Known = std::map<std::string, torch::Tensor>;
  struct Voice {
    Known known;
    double share = 1;
  };

  const AdapterConfig& adapter_;
  const BaseFile& base_;
  Known known_;
  std::vector<Voice> voices_;
};

}  // namespace lacuna::engine

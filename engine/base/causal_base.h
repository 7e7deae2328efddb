// SPDX-License-Identifier: GPL-3.0-or-later
// A pretrained causal language model of the llama family, frozen: what the context stream is made of, and the judge of
// what a gap says. Nothing here is trained, and nothing depends on an adapter.
//
// Keys are returned before rotation: gap rows see them at other distances than the reading had.
//
// Shapes: T tokens, P tokens read before, W width, H query heads, G key heads, D head size, V vocabulary, N rows.
// Thread: read-only once made. Processor only.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/denoiser/key_values.h"
#include "engine/linear/packed_linear.h"
#include "engine/text/tokenizer.h"
#include "engine/weights/base_file.h"

namespace lacuna::engine {

// How the frozen products are computed. Where a processor multiplies bfloat16 in hardware that is several times as
// quick as float32; elsewhere 16-bit fixed point is 1.7 times as quick.
enum class BasePrecision { kFloat32, kBfloat16, kFixed16 };

// What suits steps of that precision on this processor.
BasePrecision basePrecision(Precision steps);

// A frozen product.
class BaseProduct {
 public:
  BaseProduct() = default;
  BaseProduct(const torch::Tensor& weight_OI, BasePrecision precision);
  torch::Tensor operator()(const torch::Tensor& x_NI) const;  // float32 in and out
  std::size_t bytes() const;

 private:
  torch::Tensor weight_OI_;  // undefined in fixed point
  PackedLinear packed_;
};

class CausalBase {
 public:
  // Reads all weights; `file` may go. Throws what BaseFile throws.
  CausalBase(const BaseFile& file, BasePrecision precision);

  const LlamaConfig& config() const { return config_; }
  std::size_t bytes() const;

  struct Pass {
    torch::Tensor hidden_TW;  // before the final norm; undefined where only keys were asked for
    KeyValues kept;           // of these tokens alone, keys not rotated
  };
  using BetweenLayers = std::function<void(int layer)>;
  // One sequence that begins at place past.rows(). betweenLayers is called before each layer; what it throws passes
  // through.
  Pass read(const std::vector<TokenId>& ids, const KeyValues& past, bool wantHidden,
            const BetweenLayers& betweenLayers = {}) const;

  // Natural log-probabilities of the tokens of each sequence after its first, given those before them and the past,
  // which all share. [sequence][token - 1]
  std::vector<std::vector<float>> score(const std::vector<std::vector<TokenId>>& sequences,
                                        const KeyValues& past) const;

  // What follows each sequence, natural log-probabilities [sequences, V].
  torch::Tensor next(const std::vector<std::vector<TokenId>>& sequences, const KeyValues& past) const;

  torch::Tensor logits(const torch::Tensor& hidden_NW) const;  // float32 [N, V]
  torch::Tensor embed(const std::vector<TokenId>& ids) const;  // float32 [T, W]

 private:
  struct Layer {
    torch::Tensor attentionGain_W, feedForwardGain_W;
    BaseProduct heads;  // queries, keys and values in one
    BaseProduct output;
    BaseProduct gateUp;  // gate rows first
    BaseProduct down;
  };
  struct Rows;

  Pass run(const std::vector<std::vector<TokenId>>& sequences, const KeyValues& past, bool wantHidden,
           const BetweenLayers& betweenLayers) const;
  torch::Tensor attend(const Rows& rows, const torch::Tensor& q_THD, const torch::Tensor& k_TGD,
                       const torch::Tensor& v_TGD, const KeyValues& past, std::size_t layer) const;
  torch::Tensor norm(const torch::Tensor& x_NW, const torch::Tensor& gain_W) const;

  LlamaConfig config_;
  BasePrecision precision_;
  torch::Tensor embedding_VW_;  // as it is looked up
  torch::Tensor finalGain_W_;
  BaseProduct vocabulary_;
  std::vector<Layer> layers_;
};

}  // namespace lacuna::engine

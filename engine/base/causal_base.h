// SPDX-License-Identifier: GPL-3.0-or-later
// A pretrained causal language model of the llama family, frozen: what the context stream is made of, and the judge of
// what a gap says. Nothing here is trained, and nothing depends on an adapter.
//
// Keys are returned before rotation: gap rows see them at other distances than the reading had.
//
// Shapes: T tokens, P tokens read before, R of them by one sequence alone, W width, H query heads, G key heads, D head
// size, V vocabulary, N rows. Thread: read-only once made. Processor only.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/denoiser/key_values.h"
#include "engine/layers/layer.h"
#include "engine/text/tokenizer.h"
#include "engine/weights/base_file.h"

namespace lacuna::engine {

// How the frozen products are computed. Where a processor multiplies bfloat16 in hardware that is several times as
// quick as float32; elsewhere 16-bit fixed point is 1.7 times as quick.
enum class BasePrecision { kFloat32, kBfloat16, kFixed16 };

// What suits steps of that precision on this processor.
BasePrecision basePrecision(Precision steps);

class CausalBase {
 public:
  // Reads all weights; `file` may go. Throws what BaseFile throws.
  CausalBase(const BaseFile& file, BasePrecision precision);

  const LlamaConfig& config() const { return config_; }
  // The product with the vocabulary, to be shared; empty where it is not laid out in that precision.
  PackedLinear packedVocabulary(Precision precision) const;
  BasePrecision precision() const { return precision_; }
  std::size_t bytes() const;

  struct Pass {
    torch::Tensor hidden_TW;  // before the final norm; undefined where only keys were asked for
    KeyValues kept;           // of these tokens alone, keys not rotated
  };
  using BetweenLayers = std::function<void(int layer)>;
  // One sequence that begins at place past.rows(). betweenLayers is called before each layer; what it throws passes
  // through.
  Pass prefill(const std::vector<TokenId>& ids, const KeyValues& past, bool wantHidden,
               const BetweenLayers& betweenLayers = {}) const;

  // What several sequences have read together, laid out once for all that goes on behind it.
  struct Shared {
    std::vector<torch::Tensor> key_GPD, value_GPD;  // per layer, float32, keys turned
    std::int64_t rows() const { return key_GPD.empty() ? 0 : key_GPD.front().size(1); }
  };
  Shared share(const KeyValues& past) const;

  // One sequence behind it, as far as it has been read.
  struct Thread {
    std::vector<TokenId> ids;
    std::vector<torch::Tensor> key_RGD, value_RGD;  // per layer, float32, keys turned
  };

  // A sequence that goes on: what it takes in now, at least one token.
  struct More {
    const Shared* past = nullptr;
    Thread* thread = nullptr;
    std::vector<TokenId> ids;
  };
  // What follows each, natural log-probabilities [sequences, V].
  torch::Tensor next(const std::vector<More>& sequences) const;
  // Natural log-probabilities of the tokens that each takes in now, after the first of them. [sequence][token - 1]
  std::vector<std::vector<float>> score(const std::vector<More>& sequences) const;
  // Of new sequences behind one past.
  std::vector<std::vector<float>> score(const std::vector<std::vector<TokenId>>& sequences,
                                        const KeyValues& past) const;

  torch::Tensor logits(const torch::Tensor& hidden_NW) const;  // float32 [N, V]
  torch::Tensor embed(const std::vector<TokenId>& ids) const;  // float32 [T, W]

 private:
  using AttendLayer = std::function<torch::Tensor(std::size_t layer, const ProjectedHeads& rows)>;  // turned; [T, H, D]
  struct Rows {
    std::vector<TokenId> ids;
    std::vector<std::int32_t> places;
    bool wantHidden = true;
    AttendLayer attend;
    BetweenLayers betweenLayers;
  };

  Pass run(const Rows& rows) const;
  torch::Tensor goOn(const std::vector<More>& sequences) const;  // hidden [T, W]
  torch::Tensor attendOne(const ProjectedHeads& rows, const torch::Tensor& pastKey_PGD,
                          const torch::Tensor& pastValue_PGD) const;
  torch::Tensor attendMany(const ProjectedHeads& rows, const std::vector<More>& sequences, std::size_t layer) const;

  LlamaConfig config_;
  BasePrecision precision_;
  LayerShape shape_;
  torch::Tensor embedding_VW_;  // as it is looked up
  VocabularyTail tail_;
  std::vector<Layer> layers_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The denoiser: blocks of sparse attention and experts, read once and filled locally.
//
//   prefill()     runs the reading rows through all layers and keeps their keys (not yet rotated) and values
//   prepare()  picks the keys that a set of gaps can see and rotates them to their distances
//   denoise()     one denoising step: filling rows only, against prepared keys and their own
//
// Since reading rows never see filling rows, prefill() is the same in every step: cached and uncached runs agree
// exactly.
//
// Shapes: R reading rows, F filling rows, K kept reading rows, W width, G key heads, D head size, V vocabulary.
// One caller at a time.
#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

#include "engine/denoiser/cache_context.h"
#include "engine/denoiser/denoiser_weights.h"
#include "engine/denoiser/key_values.h"
#include "engine/denoiser/probe.h"
#include "engine/denoiser/stream_plan.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// Rows on their way through the layers.
struct ReadState {
  torch::Tensor state_RW;  // what the next layer gets
  KeyValues kept;          // of the layers behind it

  int layersDone() const { return static_cast<int>(kept.key_RGD.size()); }
};

class Denoiser {
 public:
  // Random weights from the seed. Throws Error(kInvalidConfig).
  Denoiser(const ModelConfig& config, std::uint64_t seed);
  // Of a configuration with a base: see DenoiserWeights.
  Denoiser(const ModelConfig& config, const GapStreamWeights& weights, Precision precision);

  const ModelConfig& config() const { return config_; }
  // Where the weights are, and so where every input has to be.
  torch::Device device() const { return weights_.device(); }
  void to(torch::Device device) { weights_.to(device); }  // what pack() laid out is let go
  // Lays the weights out for inference on this processor, where it can use that: passes without gradients become
  // faster. Weights must not change afterwards.
  // precision: of the steps of a PackedFill and their logits; what reads the context stays in float32, and so does
  // denoise().
  void pack(Precision precision = Precision::kFloat32) { weights_.layOut(precision); }
  // After pack(): lets go of the weights that were laid out, so that parameters() no longer has them. From then on only
  // passes without gradients work, and the model stays where it is. Does nothing where nothing was laid out.
  void keepPackedOnly() { weights_.keepLaidOutOnly(); }
  // See DenoiserWeights.
  void exchangeLinears(const std::function<Layer(int layer)>& from) { weights_.exchangeLinears(from); }
  const StepWeights& stepWeights() const { return weights_.steps(); }
  // Gradient checkpointing: prefill() and denoise() with gradients keep each layer's inputs and make the rest again in
  // the backward pass. The same results and the same gradients, for a third more products. load is counted once.
  void recomputeLayers(bool recompute) { recomputes_ = recompute; }
  Parameters& parameters() { return weights_.parameters; }
  const Parameters& parameters() const { return weights_.parameters; }
  std::vector<Mixture*> mixtures();
  const std::vector<Layer>& layers() const { return weights_.trained(); }
  const LayerShape& layerShape() const { return shape_; }

  // Token embeddings at unit root mean square, per row or, over a base, on the average: the scale in which noise is
  // measured. [N] -> [N, W]
  torch::Tensor embed(const torch::Tensor& ids_N) const;
  const torch::Tensor& maskState() const { return weights_.mask_W; }  // the absorbing state m, [W]
  const SoftMask& softMask() const { return weights_.softMask; }
  // Natural logarithms of how frequent tokens are in ordinary text, [V]; undefined for a model without a cache.
  const torch::Tensor& tokenLogFrequency() const { return weights_.logFrequency_V; }
  // What this model has of a context; nothing without a cache.
  CacheModel cacheOf(const CacheContext& context) const;

  // contextIds_C: the context streams of the layout's documents, one after the other. Returns [R, W].
  torch::Tensor readingInput(const Layout& layout, const torch::Tensor& contextIds_C) const;
  torch::Tensor globalsInput() const { return weights_.globals_NW; }  // [globals, W]

  // betweenLayers is called after each layer; what it throws passes through. load may be null.
  KeyValues prefill(const torch::Tensor& input_RW, const StreamPlan& plan, ExpertLoad* load,
                    const std::function<void(int layer)>& betweenLayers = {}) const;
  // The same for rows that also see rows read before: known, keys not rotated. plan's key rows are known's, then those
  // of the reading. betweenLayers gets the last layer that is done, -1 for none, and is also called within a layer;
  // when it throws, the reading has what was done, and goes on from there at the next call.
  void prefillBeside(const KeyValues& known, const StreamPlan& plan, ReadState* reading,
                     const std::function<void(int layer)>& betweenLayers = {}) const;
  // Of a whole reading; of the plan's kept rows alone.
  KeyValues prepare(const KeyValues& reading, const FillPlan& plan) const;
  // Without gradients the keys and values have room for the filling rows at their end, which denoise() writes there.
  KeyValues prepareKept(const KeyValues& kept, const FillPlan& plan) const;
  // state_FW: noised embeddings of the gaps' tokens; anchors are put in here. Returns hidden states [F, W], each of the
  // row that answers for the token, the same whatever is recorded.
  torch::Tensor denoise(const torch::Tensor& state_FW, const KeyValues& prepared, const FillPlan& plan,
                        const PassRecord& record) const;
  torch::Tensor logits(const torch::Tensor& hidden_NW) const;  // [N, V]: decode(output(hidden))
  // -log p(target) of each row, nats, [N]: the cross-entropy of logits(), without its intermediate tensors.
  torch::Tensor tokenLoss(const torch::Tensor& hidden_NW, const torch::Tensor& target_N) const;
  // The embedding that hidden states stand for, [N, W], and how near each token's is to one. With gradients.
  torch::Tensor output(const torch::Tensor& hidden_NW) const;
  torch::Tensor decode(const torch::Tensor& embedding_NW) const;

 private:
  // With anchors and in the base's scale; as they are without a base.
  torch::Tensor withAnchors(const torch::Tensor& state_FW, const SlotRows& slots) const;
  friend class PackedFill;
  torch::Tensor attendHeads(int index, const ProjectedHeads& rows, const StreamPlan& plan) const;
  // One layer of a reading, and of a fill.
  struct PrefillRows {
    torch::Tensor state_RW, key_RGD, value_RGD;
  };
  struct DenoiseRows {
    torch::Tensor state_FW, key_KGD, value_KGD;  // keys and values: of the kept reading rows
  };
  ChoiceSink sinkOf(int index, const PassRecord& record) const;
  void prefillLayer(const KeyValues* known, const StreamPlan& plan, ReadState* reading, ExpertLoad* load,
                    const std::function<void()>& within) const;
  PrefillRows prefillRows(int index, const torch::Tensor& state_RW, const KeyValues* known, const StreamPlan& plan,
                          ExpertLoad* load, const std::function<void()>& within) const;
  torch::Tensor denoiseRows(int index, const DenoiseRows& rows, const FillPlan& plan, const PassRecord& record) const;
  // The same layers, whose insides are made again in the backward pass (recomputed_layers.cpp).
  KeyValues prefillAgain(const torch::Tensor& input_RW, const StreamPlan& plan, ExpertLoad* load) const;
  torch::Tensor denoiseAgain(torch::Tensor state_FW, const KeyValues& prepared, const FillPlan& plan,
                             ExpertLoad* load) const;
  std::vector<torch::Tensor> trainedIn(int index) const;

  ModelConfig config_;
  LayerShape shape_;
  DenoiserWeights weights_;
  bool recomputes_ = false;
};

}  // namespace lacuna::engine

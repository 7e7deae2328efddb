// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/denoiser_weights.h"

#include <ATen/CPUGeneratorImpl.h>

#include <array>
#include <cmath>

#include "engine/denoiser/parameter_shapes.h"
#include "engine/freed_memory.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

torch::Tensor normal(at::IntArrayRef shape, double deviation, at::Generator& generator) {
  return torch::randn(shape, generator) * deviation;
}

std::string layerPrefix(int index) { return "layers." + std::to_string(index) + "."; }

Precision layoutOf(Precision precision) { return precision == Precision::kQuickest ? Precision::kFixed16 : precision; }

}  // namespace

torch::Tensor DenoiserWeights::add(const std::string& name, torch::Tensor tensor, ParameterKind kind) {
  tensor.set_requires_grad(kind != ParameterKind::kBuffer);
  parameters.push_back({name, tensor, kind});
  return tensor;
}

DenoiserWeights::DenoiserWeights(const ModelConfig& config, std::uint64_t seed) {
  config.check();
  checkFitsMemory(config);
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const std::int64_t width = config.width;
  embedding_VW = add("embedding", normal({config.vocabulary, width}, 0.02, generator), ParameterKind::kEmbedding);
  mask_W = add("mask", normal({width}, 0.5, generator), ParameterKind::kVector);
  chunk_1W = add("chunk", normal({1, width}, 0.5, generator), ParameterKind::kVector);
  globals_NW = add("globals", normal({config.globals, width}, 0.5, generator), ParameterKind::kVector);
  gapMark_W = add("gap_mark", normal({width}, 0.1, generator), ParameterKind::kVector);
  softMask.share = add("soft_mask.share", torch::zeros({1}), ParameterKind::kVector);
  softMask.steepness = add("soft_mask.steepness", torch::zeros({1}), ParameterKind::kVector);
  softMask.midpoint = add("soft_mask.midpoint", torch::full({1}, 2.0), ParameterKind::kVector);
  for (int i = 0; i < config.layers; ++i) layers_.push_back(makeLayer(config, i, seed));
  tail_.gain_W = add("final_gain", torch::ones({width}), ParameterKind::kVector);
  tail_.vocabulary = LinearMap({embedding_VW});
  tail_.epsilon = config.normEpsilon;
  if (config.cache.on()) {
    const double uniform = -std::log(config.vocabulary);
    logFrequency_V = add(kTokenLogFrequency, torch::full({config.vocabulary}, uniform), ParameterKind::kBuffer);
  }
}

DenoiserWeights::DenoiserWeights(const ModelConfig& config, const GapStreamWeights& from, Precision precision)
    : embeddingScale(from.embeddingScale), overBase_(true) {
  config.check();
  embedding_VW = add("embedding", from.embedding_VW, ParameterKind::kBuffer);
  mask_W = add("mask", from.mask_W, ParameterKind::kBuffer);
  gapMark_W = torch::zeros_like(mask_W);
  // Nothing of a guess is fed back until training has learned how much.
  softMask = {torch::full({1}, -1e4F), torch::zeros({1}), torch::zeros({1})};
  tail_ = {add("final_gain", from.finalGain_W, ParameterKind::kBuffer), LinearMap({embedding_VW}), config.normEpsilon};
  precision = layoutOf(precision);
  const torch::NoGradGuard noGrad;
  for (int i = 0; i < config.layers; ++i) {
    layers_.push_back(from.layer(i));
    layers_.back().eachTensor([&](const char* name, const torch::Tensor& tensor) {
      add(layerPrefix(i) + name, tensor, ParameterKind::kBuffer);
    });
    if (canLayOut()) layOut(layers_.size() - 1, precision);
    if (i % kLayersBetweenReturns == 0) returnFreedMemory();
  }
  if (canLayOut()) layOutTail(precision, from.vocabulary ? from.vocabulary(precision) : PackedLinear());
}

Layer DenoiserWeights::makeLayer(const ModelConfig& config, int index, std::uint64_t seed) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed * 1000003U + static_cast<std::uint64_t>(index) + 1U);
  const std::string prefix = layerPrefix(index);
  const std::int64_t width = config.width;
  const std::int64_t queryWidth = std::int64_t{config.headCount()} * config.headSize;
  const std::int64_t keyWidth = std::int64_t{config.keyHeadCount()} * config.headSize;
  const double in = 0.5 / std::sqrt(static_cast<double>(width));
  const auto matrix = [&](const std::string& name, at::IntArrayRef shape, double deviation) {
    return add(prefix + name, normal(shape, deviation, generator), ParameterKind::kMatrix);
  };
  // Maps back into the residual stream begin at zero: a fresh model is the identity.
  const auto zeros = [&](const std::string& name, at::IntArrayRef shape) {
    return add(prefix + name, torch::zeros(shape), ParameterKind::kMatrix);
  };
  const auto gain = [&](const std::string& name, std::int64_t size) {
    return add(prefix + name, torch::ones({size}), ParameterKind::kVector);
  };
  Layer layer;
  layer.attentionGain_W = gain("attention.gain", width);
  const auto query = matrix("attention.query", {queryWidth, width}, in);
  const auto key = matrix("attention.key", {keyWidth, width}, in);
  const auto value = matrix("attention.value", {keyWidth, width}, in);
  layer.heads = LinearMap({query, key, value});
  layer.output = LinearMap({zeros("attention.output", {width, queryWidth})});
  layer.queryGain_D = gain("attention.query_gain", config.headSize);
  layer.keyGain_D = gain("attention.key_gain", config.headSize);
  layer.feedForwardGain_W = gain("feed_forward.gain", width);
  const auto feedForward = [&](const std::string& name, int hidden) {
    layer.gateUp = LinearMap::gated(matrix(name + "gate_up", {2 * hidden, width}, in));
    layer.down = LinearMap({zeros(name + "down", {width, hidden})});
  };
  if (!config.isMixture(index)) {
    feedForward("feed_forward.", config.denseHidden);
    return layer;
  }
  const std::int64_t experts = config.experts;
  layer.experts.topK = config.expertsPerToken;
  layer.experts.router_ED =
      add(prefix + "experts.router", normal({experts, width}, in, generator), ParameterKind::kEmbedding);
  layer.experts.bias_E = add(prefix + "experts.bias", torch::zeros({experts}), ParameterKind::kBuffer);
  layer.experts.gateUp_E2FD = matrix("experts.gate_up", {experts, 2 * config.expertHidden, width}, in);
  layer.experts.down_EDF = zeros("experts.down", {experts, width, config.expertHidden});
  feedForward("experts.shared_", config.sharedHidden);
  return layer;
}

void DenoiserWeights::to(torch::Device device) {
  const torch::NoGradGuard noGrad;
  for (Parameter& parameter : parameters) parameter.tensor.set_data(parameter.tensor.to(device));
  reading_.clear();
  readingTail_ = VocabularyTail();
  steps_ = StepWeights();
}

bool DenoiserWeights::canLayOut() const { return device().is_cpu() && hasAvx2(); }

void DenoiserWeights::layOut(Precision precision) {
  if (!canLayOut()) return;
  precision = layoutOf(precision);
  const torch::NoGradGuard noGrad;
  reading_.clear();
  steps_ = StepWeights();
  for (std::size_t i = 0; i < layers_.size(); ++i) layOut(i, precision);
  layOutTail(precision, {});
}

// In float32 the weights that are laid out are shared, not laid out twice. Of a base's gap stream nothing but steps is
// asked: only they are laid out, and each layer's own weights go at once.
void DenoiserWeights::layOut(std::size_t index, Precision precision) {
  const bool floats = precision == Precision::kFloat32;
  if (floats || !overBase_) reading_.push_back(laidOut(layers_[index], Precision::kFloat32));
  steps_.layers.push_back(floats ? reading_.back() : laidOut(layers_[index], precision));
  if (!floats && overBase_) drop(layers_[index]);
}

void DenoiserWeights::layOutTail(Precision precision, PackedLinear vocabulary) {
  const bool floats = precision == Precision::kFloat32;
  const auto gain_W = tail_.gain_W.detach();
  readingTail_ = {gain_W, floats ? tail_.vocabulary.laidOut(precision) : LinearMap(), tail_.epsilon};
  steps_.tail = readingTail_;
  if (!vocabulary.empty())
    steps_.tail.vocabulary = LinearMap::of(std::move(vocabulary));
  else if (!floats)
    steps_.tail.vocabulary = tail_.vocabulary.laidOut(precision);
  if (overBase_ && !floats) keepLookedUp();
}

const Layer& DenoiserWeights::layer(int index) const {
  const auto at = static_cast<std::size_t>(index);
  return !reading_.empty() && canUsePacked() ? reading_[at] : layers_[at];
}

const VocabularyTail& DenoiserWeights::tail() const {
  return readingTail_.vocabulary.defined() && canUsePacked() ? readingTail_ : tail_;
}

void DenoiserWeights::keepLaidOutOnly() {
  if (steps_.layers.empty()) return;
  for (const Layer& layer : layers_) drop(layer);
  if (overBase_) keepLookedUp();
}

void DenoiserWeights::exchangeLinears(const std::function<Layer(int)>& from) {
  const torch::NoGradGuard noGrad;
  const auto linearsOf = [](Layer& layer) {
    return std::array<LinearMap*, 4>{&layer.heads, &layer.output, &layer.gateUp, &layer.down};
  };
  std::vector<Layer> made;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    Layer layer = from(static_cast<int>(i));
    const auto own = linearsOf(layers_[i]);
    const auto other = linearsOf(layer);
    for (std::size_t linear = 0; linear < own.size(); ++linear) {
      auto weight = own[linear]->parts().front();
      if (weight.numel() > 0) weight.copy_(other[linear]->weight());
      if (steps_.layers.empty()) continue;
      *other[linear] = other[linear]->laidOut(steps_.layers[i].heads.packed().precision());
    }
    if (!steps_.layers.empty()) made.push_back(std::move(layer));
    if (i % kLayersBetweenReturns == 0) returnFreedMemory();
  }
  for (std::size_t i = 0; i < made.size(); ++i) {
    for (std::size_t linear = 0; linear < linearsOf(made[i]).size(); ++linear) {
      *linearsOf(steps_.layers[i])[linear] = *linearsOf(made[i])[linear];
      if (!reading_.empty()) *linearsOf(reading_[i])[linear] = *linearsOf(made[i])[linear];
    }
  }
  returnFreedMemory();
}

// Of a base's embedding only single rows are looked up from now on.
void DenoiserWeights::keepLookedUp() { embedding_VW.set_data(embedding_VW.detach().to(torch::kHalf)); }

// Its matrices. In place: parameters holds the same tensors. Routers and vectors stay.
void DenoiserWeights::drop(const Layer& layer) {
  const torch::NoGradGuard noGrad;
  const auto empty = [](torch::Tensor weight) {
    if (weight.defined()) weight.set_data(torch::empty({0}, weight.options()));
  };
  for (const LinearMap* map : {&layer.heads, &layer.output, &layer.gateUp, &layer.down}) {
    for (const torch::Tensor& part : map->parts()) empty(part);
  }
  empty(layer.experts.gateUp_E2FD);
  empty(layer.experts.down_EDF);
}

}  // namespace lacuna::engine

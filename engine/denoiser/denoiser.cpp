// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/denoiser.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>

#include "engine/attention/attend.h"
#include "engine/denoiser/parameter_shapes.h"
#include "engine/gradients/row_functions.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

torch::Tensor rmsNorm(const torch::Tensor& x) { return normRowsBy(x, {}); }

torch::Tensor normal(at::IntArrayRef shape, double deviation, at::Generator& generator) {
  return torch::randn(shape, generator) * deviation;
}

// `kept` rows, with or without room after them, and the filling rows. Copies only the latter where there is room.
torch::Tensor joinRows(const torch::Tensor& kept_RGD, std::int64_t kept, const torch::Tensor& filling_FGD) {
  const bool hasRoom = kept_RGD.size(0) == kept + filling_FGD.size(0);
  if (!hasRoom || at::GradMode::is_enabled()) return torch::cat({kept_RGD.narrow(0, 0, kept), filling_FGD});
  kept_RGD.narrow(0, kept, filling_FGD.size(0)).copy_(filling_FGD);
  return kept_RGD;
}

torch::Tensor withRoom(const torch::Tensor& rows_RGD, std::int64_t more) {
  auto wide = torch::empty({rows_RGD.size(0) + more, rows_RGD.size(1), rows_RGD.size(2)}, rows_RGD.options());
  wide.narrow(0, 0, rows_RGD.size(0)).copy_(rows_RGD);
  return wide;
}

Precision layoutOf(Precision precision) { return precision == Precision::kQuickest ? Precision::kFixed16 : precision; }

}  // namespace

torch::Tensor Denoiser::add(const std::string& name, torch::Tensor tensor, ParameterKind kind) {
  tensor.set_requires_grad(kind != ParameterKind::kBuffer);
  parameters_.push_back({name, tensor, kind});
  return tensor;
}

Denoiser::Denoiser(const ModelConfig& config, std::uint64_t seed) : config_(config) {
  config_.check();
  checkFitsMemory(config_);
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const std::int64_t width = config_.width;
  embedding_VW_ = add("embedding", normal({config_.vocabulary, width}, 0.02, generator), ParameterKind::kEmbedding);
  mask_ = add("mask", normal({width}, 0.5, generator), ParameterKind::kVector);
  chunk_1W_ = add("chunk", normal({1, width}, 0.5, generator), ParameterKind::kVector);
  globals_NW_ = add("globals", normal({config_.globals, width}, 0.5, generator), ParameterKind::kVector);
  gapMark_W_ = add("gap_mark", normal({width}, 0.1, generator), ParameterKind::kVector);
  softMask_.share = add("soft_mask.share", torch::zeros({1}), ParameterKind::kVector);
  softMask_.steepness = add("soft_mask.steepness", torch::zeros({1}), ParameterKind::kVector);
  softMask_.midpoint = add("soft_mask.midpoint", torch::full({1}, 2.0), ParameterKind::kVector);
  for (int i = 0; i < config_.layers; ++i) layers_.push_back(makeLayer(i, seed));
  finalGain_W_ = add("final_gain", torch::ones({width}), ParameterKind::kVector);
  if (config_.cache.on()) {
    const double uniform = -std::log(config_.vocabulary);
    logFrequency_V_ = add(kTokenLogFrequency, torch::full({config_.vocabulary}, uniform), ParameterKind::kBuffer);
  }
}

Denoiser::Denoiser(const ModelConfig& config, const GapStreamWeights& weights, Precision precision)
    : config_(config), embeddingScale_(weights.embeddingScale) {
  config_.check();
  embedding_VW_ = add("embedding", weights.embedding_VW, ParameterKind::kBuffer);
  mask_ = add("mask", weights.mask_W, ParameterKind::kBuffer);
  finalGain_W_ = add("final_gain", weights.finalGain_W, ParameterKind::kBuffer);
  gapMark_W_ = torch::zeros_like(mask_);
  // Nothing of a guess is fed back until training has learned how much.
  softMask_ = {torch::full({1}, -1e4F), torch::zeros({1}), torch::zeros({1})};
  precision = layoutOf(precision);
  const torch::NoGradGuard noGrad;
  for (int i = 0; i < config_.layers; ++i) {
    layers_.push_back(gapLayer(i, weights.layer(i)));
    if (canPack()) packLayer(i, precision);
  }
  if (canPack()) packTail(precision, weights.vocabulary ? weights.vocabulary(precision) : PackedLinear());
}

Denoiser::Layer Denoiser::gapLayer(int index, const GapStreamLayer& from) {
  const auto hold = [&](const std::string& name, const torch::Tensor& tensor) {
    return add("layers." + std::to_string(index) + "." + name, tensor, ParameterKind::kBuffer);
  };
  Layer layer;
  layer.attentionGain_W = hold("attention.gain", from.attentionGain_W);
  layer.query = hold("attention.query", from.query);
  layer.key = hold("attention.key", from.key);
  layer.value = hold("attention.value", from.value);
  layer.output = hold("attention.output", from.output);
  layer.feedForwardGain_W = hold("feed_forward.gain", from.feedForwardGain_W);
  SwiGlu& feedForward = config_.isMixture(index) ? layer.mixture.shared : layer.dense;
  feedForward.gateUp_2FD = hold("feed_forward.gate_up", from.feedForward.gateUp_2FD);
  feedForward.down_DF = hold("feed_forward.down", from.feedForward.down_DF);
  if (config_.isMixture(index)) {
    layer.mixture.topK = config_.expertsPerToken;
    layer.mixture.router_ED = hold("experts.router", from.routed.router_ED);
    layer.mixture.bias_E = hold("experts.bias", from.routed.bias_E);
    layer.mixture.gateUp_E2FD = hold("experts.gate_up", from.routed.gateUp_E2FD);
    layer.mixture.down_EDF = hold("experts.down", from.routed.down_EDF);
  }
  return layer;
}

CacheModel Denoiser::cacheOf(const CacheContext& context) const {
  if (!config_.cache.on()) return CacheModel(config_.vocabulary);
  return CacheModel(config_.cache, logFrequency_V_.cpu(), context);
}

Denoiser::Layer Denoiser::makeLayer(int index, std::uint64_t seed) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed * 1000003U + static_cast<std::uint64_t>(index) + 1U);
  const std::string prefix = "layers." + std::to_string(index) + ".";
  const std::int64_t width = config_.width;
  const std::int64_t queryWidth = std::int64_t{config_.headCount()} * config_.headSize;
  const std::int64_t keyWidth = std::int64_t{config_.keyHeadCount()} * config_.headSize;
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
  layer.query = matrix("attention.query", {queryWidth, width}, in);
  layer.key = matrix("attention.key", {keyWidth, width}, in);
  layer.value = matrix("attention.value", {keyWidth, width}, in);
  layer.output = zeros("attention.output", {width, queryWidth});
  layer.queryGain_D = gain("attention.query_gain", config_.headSize);
  layer.keyGain_D = gain("attention.key_gain", config_.headSize);
  layer.feedForwardGain_W = gain("feed_forward.gain", width);
  if (!config_.isMixture(index)) {
    layer.dense.gateUp_2FD = matrix("feed_forward.gate_up", {2 * config_.denseHidden, width}, in);
    layer.dense.down_DF = zeros("feed_forward.down", {width, config_.denseHidden});
    return layer;
  }
  Mixture& mixture = layer.mixture;
  const std::int64_t experts = config_.experts;
  mixture.topK = config_.expertsPerToken;
  mixture.router_ED =
      add(prefix + "experts.router", normal({experts, width}, in, generator), ParameterKind::kEmbedding);
  mixture.bias_E = add(prefix + "experts.bias", torch::zeros({experts}), ParameterKind::kBuffer);
  mixture.gateUp_E2FD = matrix("experts.gate_up", {experts, 2 * config_.expertHidden, width}, in);
  mixture.down_EDF = zeros("experts.down", {experts, width, config_.expertHidden});
  mixture.shared.gateUp_2FD = matrix("experts.shared_gate_up", {2 * config_.sharedHidden, width}, in);
  mixture.shared.down_DF = zeros("experts.shared_down", {width, config_.sharedHidden});
  return layer;
}

void Denoiser::to(torch::Device device) {
  const torch::NoGradGuard noGrad;
  for (Parameter& parameter : parameters_) parameter.tensor.set_data(parameter.tensor.to(device));
  packedEmbedding_ = PackedLinear();
  step_ = StepWeights();
  for (Layer& layer : layers_) {
    layer.packedHeads = layer.packedOutput = PackedLinear();
    layer.packedDense = PackedSwiGlu();
    layer.packedMixture = PackedMixture();
  }
}

bool Denoiser::canPack() const { return device().is_cpu() && hasAvx2(); }

void Denoiser::pack(Precision precision) {
  if (!canPack()) return;
  precision = layoutOf(precision);
  const torch::NoGradGuard noGrad;
  step_ = StepWeights();
  for (int i = 0; i < config_.layers; ++i) packLayer(i, precision);
  packTail(precision, {});
}

void Denoiser::packLayer(int index, Precision precision) {
  Layer& layer = layers_[static_cast<std::size_t>(index)];
  // Of a base's gap stream nothing but steps is asked: only they are laid out, and each layer's own weights go at once.
  const bool stepsAlone = config_.hasBase() && precision != Precision::kFloat32;
  if (!stepsAlone) {
    layer.packedHeads = PackedLinear(torch::cat({layer.query, layer.key, layer.value}));
    layer.packedOutput = PackedLinear(layer.output);
    if (config_.isMixture(index))
      layer.packedMixture = packMixture(layer.mixture);
    else
      layer.packedDense = PackedSwiGlu(layer.dense);
  }
  step_.layers.push_back(stepLayer(layer, precision));
  if (stepsAlone) keepPackedOnly(&layer);
}

void Denoiser::packTail(Precision precision, PackedLinear vocabulary) {
  packedEmbedding_ = precision == Precision::kFloat32 ? PackedLinear(embedding_VW_) : PackedLinear();
  step_.normEpsilon = config_.normEpsilon;
  step_.finalGain_W = finalGain_W_.detach();
  if (!vocabulary.empty())
    step_.vocabulary = std::move(vocabulary);
  else
    step_.vocabulary = precision == Precision::kFloat32 ? packedEmbedding_ : PackedLinear(embedding_VW_, precision);
  if (config_.hasBase() && precision != Precision::kFloat32) keepLookedUp();
}

void Denoiser::keepPackedOnly() {
  if (step_.layers.empty()) return;
  for (Layer& layer : layers_) keepPackedOnly(&layer);
  if (config_.hasBase()) keepLookedUp();
}

// Of a base's embedding only single rows are looked up from now on.
void Denoiser::keepLookedUp() { embedding_VW_.set_data(embedding_VW_.detach().to(torch::kHalf)); }

void Denoiser::keepPackedOnly(Layer* layer) {
  const torch::NoGradGuard noGrad;
  SwiGlu& shared = layer->mixture.shared;
  for (torch::Tensor* weight :
       {&layer->query, &layer->key, &layer->value, &layer->output, &layer->dense.gateUp_2FD, &layer->dense.down_DF,
        &layer->mixture.gateUp_E2FD, &layer->mixture.down_EDF, &shared.gateUp_2FD, &shared.down_DF}) {
    // In place: parameters_ holds the same tensor.
    if (weight->defined()) weight->set_data(torch::empty({0}, weight->options()));
  }
}

// In float32 the packed weights are shared, not laid out twice.
StepLayer Denoiser::stepLayer(const Layer& layer, Precision precision) const {
  StepLayer step;
  step.attentionGain_W = layer.attentionGain_W.detach();
  if (config_.normsHeads) {
    step.queryGain_D = layer.queryGain_D.detach();
    step.keyGain_D = layer.keyGain_D.detach();
  }
  step.feedForwardGain_W = layer.feedForwardGain_W.detach();
  const bool shares = precision == Precision::kFloat32;
  step.heads = shares ? layer.packedHeads : PackedLinear(torch::cat({layer.query, layer.key, layer.value}), precision);
  step.output = shares ? layer.packedOutput : PackedLinear(layer.output, precision);
  if (layer.mixture.router_ED.defined()) {
    step.mixture = shares ? layer.packedMixture : packMixture(layer.mixture, precision);
    step.router = PackedLinear(layer.mixture.router_ED);
    step.bias_E = layer.mixture.bias_E;
    step.topK = layer.mixture.topK;
  } else {
    step.dense = shares ? layer.packedDense : PackedSwiGlu(layer.dense, precision);
  }
  return step;
}

std::vector<Mixture*> Denoiser::mixtures() {
  std::vector<Mixture*> found;
  for (int i = 0; i < config_.layers; ++i) {
    if (config_.isMixture(i)) found.push_back(&layers_[static_cast<std::size_t>(i)].mixture);
  }
  return found;
}

torch::Tensor Denoiser::embed(const torch::Tensor& ids_N) const {
  if (embeddingScale_ <= 0) return rmsNorm(at::embedding(embedding_VW_, ids_N));
  // Bytes that a base's vocabulary lacks have ids behind it (Tokenizer::modelId).
  const auto known_N = at::where(ids_N < config_.vocabulary, ids_N, torch::zeros_like(ids_N));
  return at::embedding(embedding_VW_, known_N).to(mask_.scalar_type()) / embeddingScale_;
}

torch::Tensor Denoiser::withAnchors(const torch::Tensor& state_FW, const SlotRows& slots) const {
  if (embeddingScale_ <= 0) return state_FW + gapMark_W_;
  const auto rows = static_cast<std::int64_t>(slots.own.size() + slots.anchor.size());
  const auto index = [&](const std::vector<std::int64_t>& of) {
    return torch::tensor(of, torch::kInt64).to(state_FW.device());
  };
  auto all = torch::empty({rows, state_FW.size(1)}, state_FW.options());
  all.index_copy_(0, index(slots.own), state_FW);
  all.index_copy_(0, index(slots.anchor), embed(index(slots.before)));
  return all.mul_(embeddingScale_);
}

torch::Tensor Denoiser::readingInput(const Layout& layout, const torch::Tensor& contextIds_C) const {
  const std::int64_t contexts = contextIds_C.size(0);
  const auto table = torch::cat({embed(contextIds_C), chunk_1W_, globals_NW_});
  std::vector<std::int64_t> source;
  source.reserve(static_cast<std::size_t>(layout.reading));
  std::int64_t next = 0;
  for (std::int64_t i = 0; i < layout.reading; ++i) {
    const Row& row = layout.rows[static_cast<std::size_t>(i)];
    switch (row.kind) {
      case RowKind::kChunk:
        source.push_back(contexts);
        break;
      case RowKind::kGlobal:
        source.push_back(contexts + 1 + i - layout.documents[static_cast<std::size_t>(row.document)].globals);
        break;
      default:
        source.push_back(next++);
    }
  }
  return table.index_select(0, torch::tensor(source, torch::kInt64).to(table.device()));
}

Denoiser::Projected Denoiser::project(const Layer& layer, const torch::Tensor& state_TW, const Turns& turns) const {
  const auto x = normRowsBy(state_TW, layer.attentionGain_W, config_.normEpsilon);
  HeadNorms norms{layer.queryGain_D, layer.keyGain_D, turns.query, turns.key, turns.attends ? config_.headCount() : 0};
  if (usesPacked()) norms.queryHeads = config_.headCount();
  const auto weight = [&] {
    return turns.attends ? torch::cat({layer.query, layer.key, layer.value}) : torch::cat({layer.key, layer.value});
  };
  if (!config_.normsHeads) return projectPlainly(usesPacked() ? layer.packedHeads(x) : at::linear(x, weight()), turns);
  const SplitHeads heads = splitHeads(usesPacked() ? layer.packedHeads(x) : at::linear(x, weight()), norms);
  return {heads.q_THD, heads.k_TGD, heads.v_TGD};
}

// Heads that are not normed.
Denoiser::Projected Denoiser::projectPlainly(const torch::Tensor& all_TX, const Turns& turns) const {
  const auto all_THD = all_TX.view({all_TX.size(0), -1, config_.headSize});
  const std::int64_t keys = config_.keyHeadCount();
  const std::int64_t queries = all_THD.size(1) - 2 * keys;
  const auto turned = [&](std::int64_t first, std::int64_t count, const RotaryTable& table) {
    const auto x = all_THD.narrow(1, first, count).contiguous();
    return table.cos_TF.defined() ? turnHeads(x, table) : x;
  };
  return {turned(0, queries, turns.query), turned(queries, keys, turns.key),
          all_THD.narrow(1, queries + keys, keys).contiguous()};
}

torch::Tensor Denoiser::attendHeads(const Layer& layer, int index, const torch::Tensor& q_THD,
                                    const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                                    const StreamPlan& plan) const {
  const auto& use = plan.use[static_cast<std::size_t>(index)];
  std::vector<HeadSlice> slices;
  std::int64_t head = 0;
  std::int64_t keyHead = 0;
  for (std::size_t g = 0; g < config_.heads.size();) {
    // Groups that read by the same plan are attended to in one call.
    std::int64_t heads = 0;
    std::int64_t keyHeads = 0;
    const std::size_t first = g;
    const int shared = config_.heads[g].heads / config_.heads[g].keyHeads;
    for (; g < config_.heads.size() && use[g] == use[first] &&
           config_.heads[g].heads / config_.heads[g].keyHeads == shared;
         ++g) {
      heads += config_.heads[g].heads;
      keyHeads += config_.heads[g].keyHeads;
    }
    slices.push_back({plan.plans[use[first]], head, heads, keyHead, keyHeads});
    head += heads;
    keyHead += keyHeads;
  }
  const auto joined = attendSlices(q_THD, k_KGD, v_KGD, slices);
  const auto flat = joined.reshape({joined.size(0), -1});
  return usesPacked() ? layer.packedOutput(flat) : at::linear(flat, layer.output);
}

torch::Tensor Denoiser::feedForward(const Layer& layer, int index, const torch::Tensor& state_TW,
                                    const PassRecord& record) const {
  const auto x = normRowsBy(state_TW, layer.feedForwardGain_W, config_.normEpsilon);
  const bool packed = record.load == nullptr && usesPacked();
  if (!config_.isMixture(index)) return packed ? swiGlu(x, layer.packedDense) : swiGlu(x, layer.dense);
  if (packed) {
    const ExpertChoice choice = chooseExperts(x, layer.mixture);
    if (record.probe != nullptr) record.probe->addChoice(choice);
    return mixture(x, choice, layer.packedMixture);
  }
  if (record.probe != nullptr) record.probe->addChoice(chooseExperts(x, layer.mixture));
  return mixture(x, layer.mixture, static_cast<std::size_t>(config_.mixturesBefore(index)), record.load);
}

// within is called between the parts of the layer; when it throws, reading is as it was.
void Denoiser::readLayer(const KeyValues* known, const StreamPlan& plan, ReadState* reading, ExpertLoad* load,
                         const std::function<void()>& within) const {
  ReadRows rows = readRows(reading->layersDone(), reading->state_RW, known, plan, load, within);
  reading->state_RW = std::move(rows.state_RW);
  reading->kept.key_RGD.push_back(std::move(rows.key_RGD));
  reading->kept.value_RGD.push_back(std::move(rows.value_RGD));
}

// The last layer leaves the states as they are: nothing reads them, only its keys and values are asked for.
Denoiser::ReadRows Denoiser::readRows(int index, const torch::Tensor& state_RW, const KeyValues* known,
                                      const StreamPlan& plan, ExpertLoad* load,
                                      const std::function<void()>& within) const {
  const auto at = static_cast<std::size_t>(index);
  const Layer& layer = layers_[at];
  const bool attends = index + 1 < config_.layers;
  // Keys are kept before rotation: they stand at other distances for the filling rows.
  const Projected rows = project(layer, state_RW, {plan.query, {}, attends});
  if (!attends) return {state_RW, rows.k_TGD, rows.v_TGD};
  within();
  const auto k = known == nullptr ? rows.k_TGD : torch::cat({known->key_RGD[at], rows.k_TGD});
  const auto v = known == nullptr ? rows.v_TGD : torch::cat({known->value_RGD[at], rows.v_TGD});
  const auto attended = state_RW + attendHeads(layer, index, rows.q_THD, turnHeads(k, plan.key), v, plan);
  within();
  return {attended + feedForward(layer, index, attended, load), rows.k_TGD, rows.v_TGD};
}

KeyValues Denoiser::read(const torch::Tensor& input_RW, const StreamPlan& plan, ExpertLoad* load,
                         const std::function<void(int)>& betweenLayers) const {
  if (recomputes_ && at::GradMode::is_enabled() && !betweenLayers) return readAgain(input_RW, plan, load);
  ReadState reading{input_RW, {}};
  while (reading.layersDone() < config_.layers) {
    readLayer(nullptr, plan, &reading, load, [] {});
    if (betweenLayers) betweenLayers(reading.layersDone() - 1);
  }
  return std::move(reading.kept);
}

void Denoiser::readBeside(const KeyValues& known, const StreamPlan& plan, ReadState* reading,
                          const std::function<void(int)>& betweenLayers) const {
  while (reading->layersDone() < config_.layers) {
    readLayer(known.key_RGD.empty() ? nullptr : &known, plan, reading, nullptr, [&] {
      if (betweenLayers) betweenLayers(reading->layersDone() - 1);
    });
    if (betweenLayers) betweenLayers(reading->layersDone() - 1);
  }
}

KeyValues Denoiser::prepare(const KeyValues& reading, const FillPlan& plan) const {
  return prepareKept(selectRows(reading, plan.kept), plan);
}

KeyValues Denoiser::prepareKept(const KeyValues& kept, const FillPlan& plan) const {
  KeyValues prepared{{}, kept.value_RGD};
  for (const torch::Tensor& key : kept.key_RGD) prepared.key_RGD.push_back(turnHeads(key, plan.stream.key));
  if (at::GradMode::is_enabled()) return prepared;
  for (auto* rows : {&prepared.key_RGD, &prepared.value_RGD}) {
    for (torch::Tensor& layer : *rows) layer = withRoom(layer, plan.stream.plans.front().queries);
  }
  return prepared;
}

torch::Tensor Denoiser::fill(const torch::Tensor& state_FW, const KeyValues& prepared, const FillPlan& plan,
                             const PassRecord& record) const {
  if (record.probe != nullptr) record.probe->begin();
  auto state = withAnchors(state_FW, plan.slots);
  if (recomputes_ && at::GradMode::is_enabled() && record.probe == nullptr)
    return fillAgain(state, prepared, plan, record.load);
  for (int i = 0; i < config_.layers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    state = fillRows(i, {state, prepared.key_RGD[at], prepared.value_RGD[at]}, plan, record);
  }
  if (!plan.slots.empty())
    return state.index_select(0, torch::tensor(plan.slots.answer, torch::kInt64).to(state.device()));
  return state;
}

torch::Tensor Denoiser::fillRows(int index, const FillRows& rows, const FillPlan& plan,
                                 const PassRecord& record) const {
  const Layer& layer = layers_[static_cast<std::size_t>(index)];
  const Projected own = project(layer, rows.state_FW, {plan.stream.query, plan.stream.query, true});
  const auto kept = static_cast<std::int64_t>(plan.kept.size());
  const auto k = joinRows(rows.key_KGD, kept, own.k_TGD);
  const auto v = joinRows(rows.value_KGD, kept, own.v_TGD);
  if (record.probe != nullptr) record.probe->addLayer(config_, own.q_THD, k, plan.stream);
  const auto attended = rows.state_FW + attendHeads(layer, index, own.q_THD, k, v, plan.stream);
  return attended + feedForward(layer, index, attended, record);
}

torch::Tensor Denoiser::output(const torch::Tensor& hidden_NW) const {
  return normRowsBy(hidden_NW, finalGain_W_, config_.normEpsilon);
}

torch::Tensor Denoiser::decode(const torch::Tensor& embedding_NW) const {
  return at::linear(embedding_NW, embedding_VW_);
}

torch::Tensor Denoiser::logits(const torch::Tensor& hidden_NW) const {
  const auto x = output(hidden_NW);
  return usesPacked() && !packedEmbedding_.empty() ? packedEmbedding_(x) : at::linear(x, embedding_VW_);
}

torch::Tensor Denoiser::tokenLoss(const torch::Tensor& hidden_NW, const torch::Tensor& target_N) const {
  return engine::tokenLoss(output(hidden_NW), embedding_VW_, target_N);
}

}  // namespace lacuna::engine

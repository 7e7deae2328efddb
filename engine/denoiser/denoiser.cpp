// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/denoiser.h"

#include "engine/attention/attend.h"
#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

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

LayerShape shapeOf(const ModelConfig& config) {
  return {config.headCount(), config.keyHeadCount(), config.headSize, config.normEpsilon};
}

}  // namespace

Denoiser::Denoiser(const ModelConfig& config, std::uint64_t seed)
    : config_(config), shape_(shapeOf(config)), weights_(config, seed) {}

Denoiser::Denoiser(const ModelConfig& config, const GapStreamWeights& weights, Precision precision)
    : config_(config), shape_(shapeOf(config)), weights_(config, weights, precision) {}

CacheModel Denoiser::cacheOf(const CacheContext& context) const {
  if (!config_.cache.on()) return CacheModel(config_.vocabulary);
  return CacheModel(config_.cache, weights_.logFrequency_V.cpu(), context);
}

std::vector<Mixture*> Denoiser::mixtures() {
  std::vector<Mixture*> found;
  for (Layer& layer : weights_.trained()) {
    if (layer.isMixture()) found.push_back(&layer.experts);
  }
  return found;
}

torch::Tensor Denoiser::embed(const torch::Tensor& ids_N) const {
  if (weights_.embeddingScale <= 0) return normRowsBy(at::embedding(weights_.embedding_VW, ids_N), {});
  // Bytes that a base's vocabulary lacks have ids behind it (Tokenizer::modelId).
  const auto known_N = at::where(ids_N < config_.vocabulary, ids_N, torch::zeros_like(ids_N));
  return at::embedding(weights_.embedding_VW, known_N).to(weights_.mask_W.scalar_type()) / weights_.embeddingScale;
}

torch::Tensor Denoiser::withAnchors(const torch::Tensor& state_FW, const SlotRows& slots) const {
  if (weights_.embeddingScale <= 0) return state_FW + weights_.gapMark_W;
  const auto rows = static_cast<std::int64_t>(slots.own.size() + slots.anchor.size());
  const auto index = [&](const std::vector<std::int64_t>& of) {
    return torch::tensor(of, torch::kInt64).to(state_FW.device());
  };
  auto all = torch::empty({rows, state_FW.size(1)}, state_FW.options());
  all.index_copy_(0, index(slots.own), state_FW);
  all.index_copy_(0, index(slots.anchor), embed(index(slots.before)));
  return all.mul_(weights_.embeddingScale);
}

torch::Tensor Denoiser::readingInput(const Layout& layout, const torch::Tensor& contextIds_C) const {
  const std::int64_t contexts = contextIds_C.size(0);
  const auto table = torch::cat({embed(contextIds_C), weights_.chunk_1W, weights_.globals_NW});
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

torch::Tensor Denoiser::attendHeads(int index, const ProjectedHeads& rows, const StreamPlan& plan) const {
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
  return attendSlices(rows.q_THD, rows.k_TGD, rows.v_TGD, slices);
}

ChoiceSink Denoiser::sinkOf(int index, const PassRecord& record) const {
  if (record.load == nullptr && record.probe == nullptr) return {};
  return [this, index, record](const ExpertChoice& choice) {
    if (record.load != nullptr) record.load->add(choice, static_cast<std::size_t>(config_.mixturesBefore(index)));
    if (record.probe != nullptr) record.probe->addChoice(choice);
  };
}

// within is called between the parts of the layer; when it throws, reading is as it was.
void Denoiser::prefillLayer(const KeyValues* known, const StreamPlan& plan, ReadState* reading, ExpertLoad* load,
                            const std::function<void()>& within) const {
  PrefillRows rows = prefillRows(reading->layersDone(), reading->state_RW, known, plan, load, within);
  reading->state_RW = std::move(rows.state_RW);
  reading->kept.key_RGD.push_back(std::move(rows.key_RGD));
  reading->kept.value_RGD.push_back(std::move(rows.value_RGD));
}

// The last layer leaves the states as they are: nothing reads them, only its keys and values are asked for.
// Keys are kept before rotation: they stand at other distances for the filling rows.
Denoiser::PrefillRows Denoiser::prefillRows(int index, const torch::Tensor& state_RW, const KeyValues* known,
                                            const StreamPlan& plan, ExpertLoad* load,
                                            const std::function<void()>& within) const {
  const Layer& layer = weights_.layer(index);
  PrefillRows made;
  if (index + 1 == config_.layers) {
    const ProjectedHeads rows = projectHeads(layer, shape_, state_RW, {plan.query, {}});
    return {state_RW, rows.k_TGD, rows.v_TGD};
  }
  const auto attend = [&](const ProjectedHeads& rows) {
    within();
    made.key_RGD = rows.k_TGD;
    made.value_RGD = rows.v_TGD;
    const auto at = static_cast<std::size_t>(index);
    const auto k = known == nullptr ? rows.k_TGD : torch::cat({known->key_RGD[at], rows.k_TGD});
    const auto v = known == nullptr ? rows.v_TGD : torch::cat({known->value_RGD[at], rows.v_TGD});
    return attendHeads(index, {rows.q_THD, turnHeads(k, plan.key), v}, plan);
  };
  made.state_RW = passLayer(layer, shape_, state_RW, {plan.query, {}}, attend, sinkOf(index, load), within);
  return made;
}

KeyValues Denoiser::prefill(const torch::Tensor& input_RW, const StreamPlan& plan, ExpertLoad* load,
                            const std::function<void(int)>& betweenLayers) const {
  if (recomputes_ && at::GradMode::is_enabled() && !betweenLayers) return prefillAgain(input_RW, plan, load);
  ReadState reading{input_RW, {}};
  while (reading.layersDone() < config_.layers) {
    prefillLayer(nullptr, plan, &reading, load, [] {});
    if (betweenLayers) betweenLayers(reading.layersDone() - 1);
  }
  return std::move(reading.kept);
}

void Denoiser::prefillBeside(const KeyValues& known, const StreamPlan& plan, ReadState* reading,
                             const std::function<void(int)>& betweenLayers) const {
  while (reading->layersDone() < config_.layers) {
    prefillLayer(known.key_RGD.empty() ? nullptr : &known, plan, reading, nullptr, [&] {
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

torch::Tensor Denoiser::denoise(const torch::Tensor& state_FW, const KeyValues& prepared, const FillPlan& plan,
                                const PassRecord& record) const {
  if (record.probe != nullptr) record.probe->begin();
  auto state = withAnchors(state_FW, plan.slots);
  if (recomputes_ && at::GradMode::is_enabled() && record.probe == nullptr)
    return denoiseAgain(state, prepared, plan, record.load);
  for (int i = 0; i < config_.layers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    state = denoiseRows(i, {state, prepared.key_RGD[at], prepared.value_RGD[at]}, plan, record);
  }
  if (!plan.slots.empty())
    return state.index_select(0, torch::tensor(plan.slots.answer, torch::kInt64).to(state.device()));
  return state;
}

torch::Tensor Denoiser::denoiseRows(int index, const DenoiseRows& rows, const FillPlan& plan,
                                    const PassRecord& record) const {
  const auto kept = static_cast<std::int64_t>(plan.kept.size());
  const auto attend = [&](const ProjectedHeads& own) {
    const ProjectedHeads all{own.q_THD, joinRows(rows.key_KGD, kept, own.k_TGD),
                             joinRows(rows.value_KGD, kept, own.v_TGD)};
    if (record.probe != nullptr) record.probe->addLayer(config_, all.q_THD, all.k_TGD, plan.stream);
    return attendHeads(index, all, plan.stream);
  };
  return passLayer(weights_.layer(index), shape_, rows.state_FW, {plan.stream.query, plan.stream.query}, attend,
                   sinkOf(index, record));
}

torch::Tensor Denoiser::output(const torch::Tensor& hidden_NW) const { return weights_.tail().normed(hidden_NW); }

torch::Tensor Denoiser::decode(const torch::Tensor& embedding_NW) const {
  return weights_.trainedTail().vocabulary(embedding_NW);
}

torch::Tensor Denoiser::logits(const torch::Tensor& hidden_NW) const { return weights_.tail().logits(hidden_NW); }

torch::Tensor Denoiser::tokenLoss(const torch::Tensor& hidden_NW, const torch::Tensor& target_N) const {
  return weights_.trainedTail().loss(hidden_NW, target_N);
}

}  // namespace lacuna::engine

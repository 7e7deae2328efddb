// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/model_pass.h"

#include <algorithm>
#include <span>

#include "engine/denoiser/cache_context.h"
#include "engine/error.h"
#include "engine/workers.h"

namespace lacuna::engine {
namespace {

std::vector<std::int64_t> numbersOf(const torch::Tensor& ids) {
  return {ids.data_ptr<std::int64_t>(), ids.data_ptr<std::int64_t>() + ids.numel()};
}

// Of one candidate: a packed pass takes any number, whatever its layout's.
Batch makeOne(const std::vector<TokenId>& tokens, const Gaps& gaps, const ModelConfig& config) {
  return makeExample(tokens, gaps, StreamOptions(config));
}

}  // namespace

bool canKeepContext(const ModelConfig& config) {
  constexpr int kWidest = 2048;  // a page's neighbours are read with it: as wide as that, they are most of a document
  const auto wide = [](const HeadGroup& group) { return group.contextWindow * group.contextDilation > kWidest; };
  return !config.isJoint() && config.chunk > 0 && !config.contextReadsGlobals &&
         std::none_of(config.heads.begin(), config.heads.end(), wide);
}

ModelPass::ModelPass(const Denoiser& model, const std::vector<TokenId>& tokens, const Gaps& gaps, int candidates,
                     ContextReader* reader)
    : model_(model) {
  const torch::NoGradGuard noGrad;
  const ModelConfig& config = model.config();
  StreamOptions options(config);
  options.candidates = candidates;
  batch_ = makeExample(tokens, gaps, options);
  const auto inGap_F = torch::tensor(batch_.gap_F) >= 0;
  gapRows_G_ = inGap_F.nonzero().squeeze(1);
  gold_G_ = batch_.target_F.index_select(0, gapRows_G_);
  if (config.hasBase() && reader != nullptr && prepareSteps(makeOne(tokens, gaps, config), reader)) return;
  plan_ = makeFillPlan(config, batch_.layout);
  if (reader != nullptr) {
    prepared_ = model.prepareKept(reader->read(batch_.layout, numbersOf(batch_.context_C), plan_.kept, {}), plan_);
  } else {
    const auto input_RW = model.readingInput(batch_.layout, batch_.context_C);
    prepared_ = model.prepare(model.prefill(input_RW, makeReadPlan(config, batch_.layout), nullptr), plan_);
  }
  if (config.cache.on()) readCache(batch_.layout.documents.front());
  if (config.isJoint()) known_FW_ = model.embed(batch_.target_F);
  if (config.reading == Reading::kCausal) nextRows_ = inGap_F.logical_or(inGap_F.roll(-1)).nonzero().squeeze(1);
}

bool ModelPass::prepareSteps(const Batch& one, ContextReader* reader) {
  if (!PackedFill::serves(model_, one.layout)) return false;
  const FillPlan plan = makePackedPlan(model_.config(), one.layout);
  packed_ = std::make_unique<PackedFill>(model_, one.layout, plan,
                                         reader->read(one.layout, numbersOf(one.context_C), plan.kept, {}));
  return true;
}

void ModelPass::readCache(const DocumentRows& document) {
  const std::span<const std::int64_t> ids(batch_.context_C.const_data_ptr<std::int64_t>(),
                                          static_cast<std::size_t>(batch_.context_C.numel()));
  cacheModel_ = model_.cacheOf(cacheContext(ids, document.gaps));
  for (int candidate = 0; candidate < document.candidates; ++candidate) {
    for (const GapPlace& gap : document.gaps)
      cacheGaps_.push_back(cacheGap(ids, gap, std::vector<TokenId>(static_cast<std::size_t>(gap.length), -1)));
  }
}

void ModelPass::addCache(const std::vector<TokenId>& known_G, torch::Tensor* logits_GV) const {
  if (cacheGaps_.empty()) return;
  *logits_GV += cacheModel_.words_V();
  std::vector<CacheModel::Gap> gaps = cacheGaps_;
  std::size_t row = 0;
  for (CacheModel::Gap& gap : gaps) {
    for (TokenId& token : gap.tokens) token = known_G[row++];
  }
  float* own_V = logits_GV->data_ptr<float>();
  for (const CacheModel::PlaceBonuses& bonuses : cacheModel_.bonuses(gaps)) {
    addBonuses(bonuses, own_V);
    own_V += logits_GV->size(1);
  }
}

torch::Tensor ModelPass::hidden(const torch::Tensor& states_GW) const {
  const auto states_FW = known_FW_.defined() ? known_FW_.index_copy(0, gapRows_G_, states_GW) : states_GW;
  return model_.denoise(states_FW, prepared_, plan_, nullptr);
}

torch::Tensor ModelPass::logits(const torch::Tensor& states_GW) const {
  const torch::NoGradGuard noGrad;
  if (packed_ != nullptr)
    return model_.stepWeights().tail.logits((*packed_)(states_GW.contiguous(), nullptr, stepThreads()));
  const auto hidden_FW = hidden(states_GW);
  return model_.logits(known_FW_.defined() ? hidden_FW.index_select(0, gapRows_G_) : hidden_FW).to(torch::kFloat32);
}

torch::Tensor ModelPass::logitsKeeping(const torch::Tensor& states_GW, const GapRowsAsked& asked, bool whole,
                                       KeptGapRows* kept) const {
  const torch::NoGradGuard noGrad;
  const auto hidden_GW = (*packed_)(states_GW.contiguous(), nullptr, stepThreads(), kept, whole ? nullptr : &asked);
  const auto asked_G = torch::tensor(std::vector<std::int64_t>(asked.asked_F.begin(), asked.asked_F.end()));
  return model_.stepWeights().tail.logits(hidden_GW.index_select(0, asked_G.nonzero().squeeze(1)));
}

torch::Tensor ModelPass::nextLogits(const torch::Tensor& ids_G) const {
  const torch::NoGradGuard noGrad;
  return model_.logits(hidden(model_.embed(ids_G)).index_select(0, nextRows_)).to(torch::kFloat32);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/causal_base.h"

#include <cmath>
#include <numeric>
#include <optional>

#include "engine/attention/rotary.h"
#include "engine/base/base_layers.h"
#include "engine/freed_memory.h"
#include "engine/gradients/row_functions.h"
#include "engine/linear/amx_bfloat.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

// [N, heads, D] -> [1, heads * repeat, N, D]
torch::Tensor headsFirst(const torch::Tensor& x_NHD, std::int64_t repeat, torch::ScalarType type) {
  const auto x = x_NHD.to(type).transpose(0, 1);
  return (repeat == 1 ? x : x.repeat_interleave(repeat, 0)).unsqueeze(0);
}

// Bytes that a vocabulary lacks have ids behind it (Tokenizer::modelId); a model is given its first token for them.
std::vector<std::int64_t> known(const std::vector<TokenId>& ids, std::int64_t vocabulary) {
  std::vector<std::int64_t> all;
  all.reserve(ids.size());
  for (const TokenId id : ids) all.push_back(id < vocabulary ? id : 0);
  return all;
}

std::vector<std::int32_t> placesFrom(std::int64_t first, std::size_t count) {
  std::vector<std::int32_t> places(count);
  std::iota(places.begin(), places.end(), static_cast<std::int32_t>(first));
  return places;
}

// Laid out where the processor has inner loops for it. Tiles of one's own where there are some: a general product lays
// the weights out anew for every few rows.
std::optional<Precision> layoutOf(BasePrecision precision) {
  if (precision == BasePrecision::kFixed16) return Precision::kFixed16;
  if (precision == BasePrecision::kBfloat16 && hasAmx()) return Precision::kBfloat16;
  return std::nullopt;
}

}  // namespace

BasePrecision basePrecision(Precision steps) {
  if (steps == Precision::kFloat32) return BasePrecision::kFloat32;
  if (hasAmx()) return BasePrecision::kBfloat16;
  return hasAvx2() ? BasePrecision::kFixed16 : BasePrecision::kFloat32;
}

CausalBase::CausalBase(const BaseFile& file, BasePrecision precision)
    : config_(file.config()), precision_(precision), shape_(layerShape(config_)) {
  const torch::NoGradGuard noGrad;
  const std::optional<Precision> layout = layoutOf(precision);
  const auto type = precision == BasePrecision::kBfloat16 && !layout ? torch::kBFloat16 : torch::kFloat32;
  const auto embedding = file.embedding();
  const LinearMap vocabulary({(config_.tied ? embedding : file.output()).to(type)});
  tail_ = {file.norm(), layout ? vocabulary.laidOut(*layout) : vocabulary, config_.rmsEpsilon};
  embedding_VW_ = precision == BasePrecision::kFloat32 ? embedding : embedding.to(torch::kHalf);
  for (int i = 0; i < config_.layers; ++i) {
    const Layer layer = baseLayer(file, i, type);
    layers_.push_back(layout ? laidOut(layer, *layout) : layer);
    if (layout && i % kLayersBetweenReturns == 0) returnFreedMemory();
  }
}

std::size_t CausalBase::bytes() const {
  std::size_t bytes = tail_.vocabulary.bytes() + embedding_VW_.nbytes();
  for (const Layer& layer : layers_) bytes += layer.bytes();
  return bytes;
}

PackedLinear CausalBase::packedVocabulary(Precision precision) const {
  const PackedLinear& packed = tail_.vocabulary.packed();
  return !packed.empty() && packed.precision() == precision ? packed : PackedLinear();
}

torch::Tensor CausalBase::embed(const std::vector<TokenId>& ids) const {
  return at::embedding(embedding_VW_, torch::tensor(known(ids, config_.vocabulary), torch::kInt64)).to(torch::kFloat32);
}

torch::Tensor CausalBase::logits(const torch::Tensor& hidden_NW) const {
  const torch::NoGradGuard noGrad;
  return tail_.logits(hidden_NW.contiguous());
}

// Rows that all see the past, and of each other those before them.
torch::Tensor CausalBase::attendOne(const ProjectedHeads& rows, const torch::Tensor& pastKey_PGD,
                                    const torch::Tensor& pastValue_PGD) const {
  const auto type = precision_ == BasePrecision::kBfloat16 ? torch::kBFloat16 : torch::kFloat32;
  const std::int64_t shared = config_.heads / config_.keyHeads;
  const std::int64_t count = rows.q_THD.size(0);
  const auto q = headsFirst(rows.q_THD, 1, type);
  auto k = headsFirst(rows.k_TGD, shared, type);
  auto v = headsFirst(rows.v_TGD, shared, type);
  torch::Tensor attended;
  if (!pastKey_PGD.defined()) {
    attended = at::scaled_dot_product_attention(q, k, v, {}, 0.0, /*is_causal=*/true);
  } else {
    const auto hidden = torch::full({count, count}, -INFINITY).triu(1);
    const auto mask = torch::cat({torch::zeros({count, pastKey_PGD.size(0)}), hidden}, 1).to(type);
    k = torch::cat({headsFirst(pastKey_PGD, shared, type), k}, 2);
    v = torch::cat({headsFirst(pastValue_PGD, shared, type), v}, 2);
    attended = at::scaled_dot_product_attention(q, k, v, mask);
  }
  return attended.squeeze(0).transpose(0, 1).to(torch::kFloat32).contiguous();
}

// Few rows each, behind pasts that are laid out already.
torch::Tensor CausalBase::attendMany(const ProjectedHeads& rows, const std::vector<More>& sequences,
                                     std::size_t layer) const {
  const std::int64_t groups = config_.keyHeads;
  const std::int64_t shared = config_.heads / groups;
  const std::int64_t size = config_.headSize;
  const std::int64_t all = rows.q_THD.size(0);
  // Queries of a key head side by side: [G, T * shared, D].
  const auto q_GTD = (rows.q_THD / std::sqrt(static_cast<double>(size)))
                         .view({all, groups, shared, size})
                         .transpose(0, 1)
                         .reshape({groups, all * shared, size});
  const auto out_GTD = torch::empty_like(q_GTD);
  std::int64_t first = 0;
  for (const More& more : sequences) {
    const auto count = static_cast<std::int64_t>(more.ids.size());
    const auto own = [&](const torch::Tensor& x_GTD) { return x_GTD.narrow(1, first * shared, count * shared); };
    Thread& thread = *more.thread;
    const auto grow = [&](std::vector<torch::Tensor>* kept, const torch::Tensor& rows_TGD) {
      if (kept->size() <= layer) kept->resize(layer + 1);
      torch::Tensor& mine = (*kept)[layer];
      const auto added = rows_TGD.narrow(0, first, count);
      mine = mine.defined() ? torch::cat({mine, added}) : added.clone();
      return mine.transpose(0, 1);
    };
    const auto k_GRD = grow(&thread.key_RGD, rows.k_TGD);
    const auto v_GRD = grow(&thread.value_RGD, rows.v_TGD);
    const std::int64_t known = k_GRD.size(1);
    const auto hidden = torch::full({count, known}, -INFINITY).triu(known - count + 1).repeat_interleave(shared, 0);
    const auto scores = own(q_GTD).bmm(k_GRD.transpose(1, 2)) + hidden;
    if (more.past->rows() == 0) {
      own(out_GTD).copy_(scores.softmax(-1).bmm(v_GRD));
    } else {
      const std::int64_t before = more.past->rows();
      const auto past_GTP = own(q_GTD).bmm(more.past->key_GPD[layer].transpose(1, 2));
      const auto weights = torch::cat({past_GTP, scores}, 2).softmax(-1);
      own(out_GTD).copy_(weights.narrow(2, 0, before).bmm(more.past->value_GPD[layer]) +
                         weights.narrow(2, before, known).bmm(v_GRD));
    }
    first += count;
  }
  return out_GTD.view({groups, all, shared, size}).transpose(0, 1).reshape({all, groups * shared, size});
}

CausalBase::Pass CausalBase::run(const Rows& rows) const {
  const torch::NoGradGuard noGrad;
  const RotaryTable turns = makeRotary(rows.places, config_.ropeSize, config_.ropeBase);
  Pass pass;
  auto state_TW = embed(rows.ids);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (rows.betweenLayers) rows.betweenLayers(static_cast<int>(i));
    // Keys are kept before they are turned. Rows come in the type of the products, and attend in float32.
    const auto keep = [&](const ProjectedHeads& own) {
      pass.kept.key_RGD.push_back(own.k_TGD.to(torch::kFloat32));
      pass.kept.value_RGD.push_back(own.v_TGD.to(torch::kFloat32));
    };
    // Nothing reads the last layer's states where only keys are wanted.
    if (!rows.wantHidden && i + 1 == layers_.size()) {
      keep(projectHeads(layers_[i], shape_, state_TW, {turns, {}}));
      return pass;
    }
    const auto attend = [&](const ProjectedHeads& own) {
      keep(own);
      return rows.attend(
          i, {own.q_THD.to(torch::kFloat32), turnHeads(pass.kept.key_RGD.back(), turns), pass.kept.value_RGD.back()});
    };
    state_TW = passLayer(layers_[i], shape_, state_TW, {turns, {}}, attend);
  }
  pass.hidden_TW = state_TW;
  return pass;
}

CausalBase::Pass CausalBase::prefill(const std::vector<TokenId>& ids, const KeyValues& past, bool wantHidden,
                                     const BetweenLayers& betweenLayers) const {
  Rows rows{ids, placesFrom(past.rows(), ids.size()), wantHidden, {}, betweenLayers};
  const RotaryTable before =
      makeRotary(placesFrom(0, static_cast<std::size_t>(past.rows())), config_.ropeSize, config_.ropeBase);
  rows.attend = [&](std::size_t layer, const ProjectedHeads& turned) {
    if (past.empty()) return attendOne(turned, {}, {});
    return attendOne(turned, turnHeads(past.key_RGD[layer].contiguous(), before), past.value_RGD[layer]);
  };
  return run(rows);
}

CausalBase::Shared CausalBase::share(const KeyValues& past) const {
  const torch::NoGradGuard noGrad;
  const RotaryTable turns =
      makeRotary(placesFrom(0, static_cast<std::size_t>(past.rows())), config_.ropeSize, config_.ropeBase);
  Shared shared;
  for (std::size_t i = 0; past.rows() > 0 && i < layers_.size(); ++i) {
    const auto key_PGD = turnHeads(past.key_RGD[i].to(torch::kFloat32).contiguous(), turns);
    shared.key_GPD.push_back(key_PGD.transpose(0, 1).contiguous());
    shared.value_GPD.push_back(past.value_RGD[i].to(torch::kFloat32).transpose(0, 1).contiguous());
  }
  return shared;
}

torch::Tensor CausalBase::goOn(const std::vector<More>& sequences) const {
  Rows rows;
  for (const More& more : sequences) {
    rows.ids.insert(rows.ids.end(), more.ids.begin(), more.ids.end());
    const auto places =
        placesFrom(more.past->rows() + static_cast<std::int64_t>(more.thread->ids.size()), more.ids.size());
    rows.places.insert(rows.places.end(), places.begin(), places.end());
  }
  rows.attend = [&](std::size_t layer, const ProjectedHeads& turned) { return attendMany(turned, sequences, layer); };
  const auto hidden_TW = run(rows).hidden_TW;
  for (const More& more : sequences) more.thread->ids.insert(more.thread->ids.end(), more.ids.begin(), more.ids.end());
  return hidden_TW;
}

torch::Tensor CausalBase::next(const std::vector<More>& sequences) const {
  const torch::NoGradGuard noGrad;
  std::vector<std::int64_t> last;
  std::int64_t row = -1;
  for (const More& more : sequences) last.push_back(row += static_cast<std::int64_t>(more.ids.size()));
  return logits(goOn(sequences).index_select(0, torch::tensor(last, torch::kInt64))).log_softmax(-1).contiguous();
}

std::vector<std::vector<float>> CausalBase::score(const std::vector<std::vector<TokenId>>& sequences,
                                                  const KeyValues& past) const {
  const Shared shared = share(past);
  std::vector<Thread> threads(sequences.size());
  std::vector<More> all;
  for (std::size_t i = 0; i < sequences.size(); ++i) all.push_back({&shared, &threads[i], sequences[i]});
  return score(all);
}

std::vector<std::vector<float>> CausalBase::score(const std::vector<More>& sequences) const {
  const torch::NoGradGuard noGrad;
  constexpr std::int64_t kRowsAtOnce = 128;  // of logits
  const torch::Tensor hidden_TW = goOn(sequences);
  std::vector<std::int64_t> asking;  // rows that have a next token, and that token
  std::vector<std::int64_t> next;
  std::int64_t row = 0;
  for (const More& more : sequences) {
    for (std::size_t i = 0; i < more.ids.size(); ++i, ++row) {
      if (i + 1 == more.ids.size()) continue;
      asking.push_back(row);
      next.push_back(more.ids[i + 1] < config_.vocabulary ? more.ids[i + 1] : 0);
    }
  }
  std::vector<float> found;
  for (std::size_t first = 0; first < asking.size(); first += kRowsAtOnce) {
    const std::size_t last = std::min(asking.size(), first + kRowsAtOnce);
    const auto part = [&](const std::vector<std::int64_t>& all) {
      return torch::tensor(std::vector<std::int64_t>(all.begin() + static_cast<std::ptrdiff_t>(first),
                                                     all.begin() + static_cast<std::ptrdiff_t>(last)),
                           torch::kInt64);
    };
    const auto loss =
        at::cross_entropy_loss(logits(hidden_TW.index_select(0, part(asking))), part(next), {}, at::Reduction::None);
    for (std::int64_t i = 0; i < loss.size(0); ++i) found.push_back(-loss.const_data_ptr<float>()[i]);
  }
  std::vector<std::vector<float>> scores;
  std::size_t at = 0;
  for (const More& more : sequences) {
    const std::size_t count = more.ids.size() - 1;
    scores.emplace_back(found.begin() + static_cast<std::ptrdiff_t>(at),
                        found.begin() + static_cast<std::ptrdiff_t>(at + count));
    at += count;
  }
  return scores;
}

}  // namespace lacuna::engine

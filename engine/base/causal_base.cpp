// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/causal_base.h"

#include <numeric>

#include "engine/attention/rotary.h"
#include "engine/denoiser/avx2_rows.h"
#include "engine/gradients/row_functions.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

torch::Tensor heads(const torch::Tensor& all_TX, std::int64_t first, std::int64_t count, std::int64_t size) {
  return all_TX.narrow(1, first * size, count * size).contiguous().view({all_TX.size(0), count, size});
}

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

}  // namespace

// Sequences after the same past, one after the other: rows [first[s], first[s + 1]).
struct CausalBase::Rows {
  std::vector<std::int64_t> first;
  std::int64_t past = 0;
  RotaryTable own, before;
};

BasePrecision basePrecision(Precision steps) {
  if (steps == Precision::kFloat32) return BasePrecision::kFloat32;
  if (__builtin_cpu_supports("avx512bf16")) return BasePrecision::kBfloat16;
  return hasAvx2() ? BasePrecision::kFixed16 : BasePrecision::kFloat32;
}

BaseProduct::BaseProduct(const torch::Tensor& weight_OI, BasePrecision precision) {
  if (precision == BasePrecision::kFixed16) {
    packed_ = PackedLinear(weight_OI, Precision::kFixed16);
  } else {
    weight_OI_ = precision == BasePrecision::kBfloat16 ? weight_OI.to(torch::kBFloat16) : weight_OI;
  }
}

torch::Tensor BaseProduct::operator()(const torch::Tensor& x_NI) const {
  if (!weight_OI_.defined()) return packed_(x_NI.contiguous());
  return at::linear(x_NI.to(weight_OI_.scalar_type()), weight_OI_).to(torch::kFloat32);
}

std::size_t BaseProduct::bytes() const { return weight_OI_.defined() ? weight_OI_.nbytes() : packed_.bytes(); }

CausalBase::CausalBase(const BaseFile& file, BasePrecision precision) : config_(file.config()), precision_(precision) {
  const torch::NoGradGuard noGrad;
  const auto embedding = file.embedding();
  vocabulary_ = BaseProduct(config_.tied ? embedding : file.output(), precision);
  embedding_VW_ = precision == BasePrecision::kFloat32 ? embedding : embedding.to(torch::kHalf);
  finalGain_W_ = file.norm();
  for (int i = 0; i < config_.layers; ++i) {
    const LlamaLayer layer = file.layer(i);
    layers_.push_back({layer.attentionNorm_D, layer.feedForwardNorm_D,
                       BaseProduct(torch::cat({layer.query, layer.key, layer.value}), precision),
                       BaseProduct(layer.output, precision),
                       BaseProduct(torch::cat({layer.gate_FD, layer.up_FD}), precision),
                       BaseProduct(layer.down_DF, precision)});
  }
}

std::size_t CausalBase::bytes() const {
  std::size_t bytes = vocabulary_.bytes() + embedding_VW_.nbytes();
  for (const Layer& layer : layers_)
    bytes += layer.heads.bytes() + layer.output.bytes() + layer.gateUp.bytes() + layer.down.bytes();
  return bytes;
}

torch::Tensor CausalBase::embed(const std::vector<TokenId>& ids) const {
  return at::embedding(embedding_VW_, torch::tensor(known(ids, config_.vocabulary), torch::kInt64)).to(torch::kFloat32);
}

torch::Tensor CausalBase::norm(const torch::Tensor& x_NW, const torch::Tensor& gain_W) const {
  if (!hasAvx2()) return normRowsPlainly(x_NW, gain_W, config_.rmsEpsilon);
  const auto out = torch::empty_like(x_NW);
  const std::int64_t width = x_NW.size(1);
  normRows({x_NW.const_data_ptr<float>(), gain_W.const_data_ptr<float>(), out.data_ptr<float>(), width, x_NW.size(0),
            width, static_cast<float>(config_.rmsEpsilon)});
  return out;
}

torch::Tensor CausalBase::logits(const torch::Tensor& hidden_NW) const {
  const torch::NoGradGuard noGrad;
  return vocabulary_(norm(hidden_NW.contiguous(), finalGain_W_));
}

torch::Tensor CausalBase::attend(const Rows& rows, const torch::Tensor& q_THD, const torch::Tensor& k_TGD,
                                 const torch::Tensor& v_TGD, const KeyValues& past, std::size_t layer) const {
  const auto type = precision_ == BasePrecision::kBfloat16 ? torch::kBFloat16 : torch::kFloat32;
  const std::int64_t shared = config_.heads / config_.keyHeads;
  torch::Tensor pastKey, pastValue;
  if (rows.past > 0) {
    pastKey = headsFirst(turnHeads(past.key_RGD[layer].contiguous(), rows.before), shared, type);
    pastValue = headsFirst(past.value_RGD[layer], shared, type);
  }
  const auto out_THD = torch::empty_like(q_THD);
  for (std::size_t s = 0; s + 1 < rows.first.size(); ++s) {
    const std::int64_t first = rows.first[s];
    const std::int64_t count = rows.first[s + 1] - first;
    const auto own = [&](const torch::Tensor& x, std::int64_t repeat) {
      return headsFirst(x.narrow(0, first, count), repeat, type);
    };
    auto k = own(k_TGD, shared);
    auto v = own(v_TGD, shared);
    torch::Tensor attended;
    if (rows.past == 0) {
      attended = at::scaled_dot_product_attention(own(q_THD, 1), k, v, {}, 0.0, /*is_causal=*/true);
    } else {
      // All of the past, and of one's own rows those up to oneself.
      const auto hidden = torch::full({count, count}, -INFINITY).triu(1);
      const auto mask = torch::cat({torch::zeros({count, rows.past}), hidden}, 1).to(type);
      attended = at::scaled_dot_product_attention(own(q_THD, 1), torch::cat({pastKey, k}, 2),
                                                  torch::cat({pastValue, v}, 2), mask);
    }
    out_THD.narrow(0, first, count).copy_(attended.squeeze(0).transpose(0, 1));
  }
  return out_THD;
}

CausalBase::Pass CausalBase::run(const std::vector<std::vector<TokenId>>& sequences, const KeyValues& past,
                                 bool wantHidden, const BetweenLayers& betweenLayers) const {
  const torch::NoGradGuard noGrad;
  Rows rows;
  rows.first = {0};
  rows.past = past.rows();
  std::vector<TokenId> ids;
  std::vector<std::int32_t> places;
  for (const std::vector<TokenId>& sequence : sequences) {
    ids.insert(ids.end(), sequence.begin(), sequence.end());
    for (std::size_t i = 0; i < sequence.size(); ++i) places.push_back(static_cast<std::int32_t>(rows.past + i));
    rows.first.push_back(static_cast<std::int64_t>(ids.size()));
  }
  std::vector<std::int32_t> before(static_cast<std::size_t>(rows.past));
  std::iota(before.begin(), before.end(), 0);
  rows.own = makeRotary(places, config_.ropeSize, config_.ropeBase);
  rows.before = makeRotary(before, config_.ropeSize, config_.ropeBase);

  Pass pass;
  auto state = embed(ids);
  const std::int64_t queries = config_.heads;
  const std::int64_t keys = config_.keyHeads;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (betweenLayers) betweenLayers(static_cast<int>(i));
    const Layer& layer = layers_[i];
    const auto all_TX = layer.heads(norm(state, layer.attentionGain_W));
    const auto k_TGD = heads(all_TX, queries, keys, config_.headSize);
    const auto v_TGD = heads(all_TX, queries + keys, keys, config_.headSize);
    pass.kept.key_RGD.push_back(k_TGD);
    pass.kept.value_RGD.push_back(v_TGD);
    // Nothing reads the last layer's states where only keys are wanted.
    if (!wantHidden && i + 1 == layers_.size()) break;
    const auto attended = attend(rows, turnHeads(heads(all_TX, 0, queries, config_.headSize), rows.own),
                                 turnHeads(k_TGD, rows.own), v_TGD, past, i);
    state += layer.output(attended.view({attended.size(0), -1}));
    state += layer.down(gatedProduct(layer.gateUp(norm(state, layer.feedForwardGain_W))));
  }
  if (wantHidden) pass.hidden_TW = state;
  return pass;
}

CausalBase::Pass CausalBase::read(const std::vector<TokenId>& ids, const KeyValues& past, bool wantHidden,
                                  const BetweenLayers& betweenLayers) const {
  return run({ids}, past, wantHidden, betweenLayers);
}

torch::Tensor CausalBase::next(const std::vector<std::vector<TokenId>>& sequences, const KeyValues& past) const {
  const torch::NoGradGuard noGrad;
  std::vector<std::int64_t> last;
  std::int64_t row = -1;
  for (const std::vector<TokenId>& sequence : sequences)
    last.push_back(row += static_cast<std::int64_t>(sequence.size()));
  const auto hidden_TW = run(sequences, past, true, {}).hidden_TW;
  return logits(hidden_TW.index_select(0, torch::tensor(last, torch::kInt64))).log_softmax(-1).contiguous();
}

std::vector<std::vector<float>> CausalBase::score(const std::vector<std::vector<TokenId>>& sequences,
                                                  const KeyValues& past) const {
  const torch::NoGradGuard noGrad;
  constexpr std::int64_t kRowsAtOnce = 128;  // of logits
  const torch::Tensor hidden_TW = run(sequences, past, true, {}).hidden_TW;
  std::vector<std::int64_t> asking;  // rows that have a next token, and that token
  std::vector<std::int64_t> next;
  std::int64_t row = 0;
  for (const std::vector<TokenId>& sequence : sequences) {
    for (std::size_t i = 0; i < sequence.size(); ++i, ++row) {
      if (i + 1 == sequence.size()) continue;
      asking.push_back(row);
      next.push_back(sequence[i + 1] < config_.vocabulary ? sequence[i + 1] : 0);
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
  for (const std::vector<TokenId>& sequence : sequences) {
    const std::size_t count = sequence.empty() ? 0 : sequence.size() - 1;
    scores.emplace_back(found.begin() + static_cast<std::ptrdiff_t>(at),
                        found.begin() + static_cast<std::ptrdiff_t>(at + count));
    at += count;
  }
  return scores;
}

}  // namespace lacuna::engine

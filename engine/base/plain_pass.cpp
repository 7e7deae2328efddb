// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/plain_pass.h"

#include <algorithm>

#include "engine/attention/rotary.h"
#include "engine/base/adapter_places.h"
#include "engine/gradients/row_functions.h"

// Shapes: N looks, B texts, R rows of a look with padding, C context rows of a text with padding, W width, H query
// heads, G key heads, D head size, V vocabulary.

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLogitRowsAtOnce = 1024;

std::int64_t longest(const std::vector<RowRun>& spans) {
  std::int64_t most = 0;
  for (const RowRun& span : spans) most = std::max(most, span.count);
  return most;
}

// Packed values as [spans, most], `rest` behind the shorter ones.
template <class T>
torch::Tensor laidOut(const std::vector<T>& packed, const std::vector<RowRun>& spans, std::int64_t most,
                      std::int64_t rest) {
  auto out = torch::full({static_cast<std::int64_t>(spans.size()), most}, rest, torch::kInt64);
  auto* to = out.template data_ptr<std::int64_t>();
  for (const RowRun& span : spans) {
    for (std::int64_t i = 0; i < span.count; ++i)
      to[i] = static_cast<std::int64_t>(packed[static_cast<std::size_t>(span.first + i)]);
    to += most;
  }
  return out;
}

struct Frozen {
  torch::Tensor attentionGain_W, feedForwardGain_W;
  std::array<torch::Tensor, kAdaptedLinears> linears;
};

class PlainPass final : public AdapterPass {
 public:
  PlainPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options);
  PassLoss run(const GapRows& rows, const Parameters& adapter, bool learns) override;

 private:
  struct Turn {
    torch::Tensor cos_N1RF, sin_N1RF;
  };
  struct Heads {
    torch::Tensor q_NHRD, k_NGRD, v_NGRD;
  };
  Turn turnOf(const torch::Tensor& place_NR) const;
  torch::Tensor turned(const torch::Tensor& x_NHRD, const Turn& turn) const;
  Heads split(const torch::Tensor& all_NRX) const;
  torch::Tensor attend(const torch::Tensor& q_NHRD, const torch::Tensor& k_NGSD, const torch::Tensor& v_NGSD,
                       const torch::Tensor& sees) const;
  torch::Tensor norm(const torch::Tensor& x, const torch::Tensor& gain) const {
    return normRowsPlainly(x, gain, base_.rmsEpsilon).to(options_.type);
  }
  std::vector<Heads> read(const GapRows& rows) const;
  torch::Tensor linear(const torch::Tensor& h, std::size_t layer, std::size_t which, const Parameters& learnt) const;
  torch::Tensor routed(const torch::Tensor& h_NRW, std::size_t layer, const Parameters& learnt,
                       const torch::Tensor& real_NR, ExpertLoad* load) const;
  torch::Tensor states(const GapRows& rows, std::int64_t room, const torch::Tensor& mask_W) const;
  torch::Tensor sees(const GapRows& rows, std::int64_t room, std::int64_t context) const;

  LlamaConfig base_;
  AdapterConfig adapter_;
  AdapterPassOptions options_;
  torch::Tensor embedding_VW_, finalGain_W_;
  double scale_ = 0;
  std::vector<AdaptedLinear> shapes_;
  std::vector<Frozen> frozen_;
  std::vector<LayerPlaces> places_;
};

PlainPass::PlainPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options)
    : base_(base.config()),
      adapter_(adapter),
      options_(options),
      shapes_(adaptedLinears(base.config())),
      places_(adapterPlaces(adapter, base.config())) {
  const torch::NoGradGuard noGrad;
  const auto here = [&](const torch::Tensor& tensor, torch::ScalarType type) {
    return tensor.to(options_.device, type);
  };
  const auto embedding_VW = base.embedding();
  scale_ = embeddingScale(embedding_VW);
  embedding_VW_ = here(embedding_VW, options_.type);
  finalGain_W_ = here(base.norm(), torch::kFloat32);
  for (int i = 0; i < base_.layers; ++i) {
    const LlamaLayer from = base.layer(i);
    frozen_.push_back(
        {here(from.attentionNorm_D, torch::kFloat32),
         here(from.feedForwardNorm_D, torch::kFloat32),
         {here(torch::cat({from.query, from.key, from.value}), options_.type), here(from.output, options_.type),
          here(torch::cat({from.gate_FD, from.up_FD}), options_.type), here(from.down_DF, options_.type)}});
  }
}

PlainPass::Turn PlainPass::turnOf(const torch::Tensor& place_NR) const {
  const auto flat = place_NR.flatten().contiguous();
  const auto* places = flat.const_data_ptr<std::int64_t>();
  const RotaryTable table =
      makeRotary(std::vector<std::int32_t>(places, places + flat.numel()), base_.ropeSize, base_.ropeBase)
          .to(options_.device);
  const auto view = [&](const torch::Tensor& x) {
    return x.view({place_NR.size(0), 1, place_NR.size(1), -1}).to(options_.type);
  };
  return {view(table.cos_TF), view(table.sin_TF)};
}

torch::Tensor PlainPass::turned(const torch::Tensor& x_NHRD, const Turn& turn) const {
  const auto parts = x_NHRD.chunk(2, -1);
  return torch::cat(
      {parts[0] * turn.cos_N1RF - parts[1] * turn.sin_N1RF, parts[0] * turn.sin_N1RF + parts[1] * turn.cos_N1RF}, -1);
}

PlainPass::Heads PlainPass::split(const torch::Tensor& all_NRX) const {
  const std::int64_t heads = base_.heads;
  const std::int64_t keys = base_.keyHeads;
  const auto parts = all_NRX.view({all_NRX.size(0), all_NRX.size(1), heads + 2 * keys, base_.headSize})
                         .transpose(1, 2)
                         .split_with_sizes({heads, keys, keys}, 1);
  return {parts[0], parts[1], parts[2]};
}

// sees: bool [N, 1, R, S]; undefined: causal. [N, R, H D]
torch::Tensor PlainPass::attend(const torch::Tensor& q_NHRD, const torch::Tensor& k_NGSD, const torch::Tensor& v_NGSD,
                                const torch::Tensor& sees) const {
  const std::int64_t shared = base_.heads / base_.keyHeads;
  const auto out = at::scaled_dot_product_attention(
      q_NHRD, k_NGSD.repeat_interleave(shared, 1), v_NGSD.repeat_interleave(shared, 1),
      sees.defined() ? std::optional<torch::Tensor>(sees) : std::nullopt, 0.0, /*is_causal=*/!sees.defined());
  return out.transpose(1, 2).flatten(2);
}

// Keys, turned to their places with the gaps open, and values of all layers: [B, G, C, D].
std::vector<PlainPass::Heads> PlainPass::read(const GapRows& rows) const {
  const torch::NoGradGuard noGrad;
  const std::int64_t most = longest(rows.texts);
  const auto texts = static_cast<std::int64_t>(rows.texts.size());
  const auto ids_BC = laidOut(rows.contextId_C, rows.texts, most, 0).to(options_.device);
  const Turn own = turnOf(torch::arange(most).unsqueeze(0));
  const Turn open = turnOf(laidOut(rows.contextPlace_C, rows.texts, most, 0));
  auto x = at::embedding(embedding_VW_, ids_BC).to(torch::kFloat32);
  std::vector<Heads> kept;
  for (const Frozen& layer : frozen_) {
    const Heads heads = split(at::linear(norm(x, layer.attentionGain_W), layer.linears[0]));
    kept.push_back({{}, turned(heads.k_NGRD, open), heads.v_NGRD});
    if (static_cast<int>(kept.size()) == base_.layers) break;
    const auto attended = attend(turned(heads.q_NHRD, own), turned(heads.k_NGRD, own), heads.v_NGRD, {});
    x = x + at::linear(attended, layer.linears[1]);
    x = x + at::linear(gatedProductPlainly(
                           at::linear(norm(x, layer.feedForwardGain_W), layer.linears[2]).view({texts * most, -1})),
                       layer.linears[3])
                .view_as(x);
  }
  return kept;
}

torch::Tensor PlainPass::linear(const torch::Tensor& h, std::size_t layer, std::size_t which,
                                const Parameters& learnt) const {
  const auto a_KI = learnt[places_[layer].a[which]].tensor.to(options_.type);
  const auto b_Or = learnt[places_[layer].b[which]].tensor.to(options_.type);
  const std::int64_t rank = b_Or.size(1);
  std::vector<torch::Tensor> updates;
  std::int64_t row = 0;
  for (std::size_t i = 0; i < shapes_[which].outputs.size(); ++i) {
    const std::int64_t outputs = shapes_[which].outputs[i];
    updates.push_back(at::linear(at::linear(h, a_KI.narrow(0, static_cast<std::int64_t>(i) * rank, rank)),
                                 b_Or.narrow(0, row, outputs)));
    row += outputs;
  }
  return at::linear(h, frozen_[layer].linears[which]) + torch::cat(updates, -1);
}

// Every expert on every row, weighted by zero where it was not chosen.
torch::Tensor PlainPass::routed(const torch::Tensor& h_NRW, std::size_t layer, const Parameters& learnt,
                                const torch::Tensor& real_NR, ExpertLoad* load) const {
  const LayerPlaces& places = places_[layer];
  const auto logits = at::linear(h_NRW.to(torch::kFloat32), learnt[places.router].tensor);
  const auto chosen =
      std::get<1>(at::topk(logits.detach().softmax(-1) + learnt[places.bias].tensor, adapter_.expertsPerToken, -1));
  const auto weight_NRE =
      torch::zeros_like(logits).scatter(-1, chosen, logits.gather(-1, chosen).softmax(-1)).to(options_.type);
  load->tokens_E.push_back(torch::zeros_like(logits)
                               .scatter(-1, chosen, 1.0)
                               .masked_select(real_NR.unsqueeze(-1))
                               .view({-1, adapter_.experts})
                               .sum(0));
  const auto gateUp = learnt[places.gateUp].tensor.to(options_.type);  // [E, 2 J, W]
  const auto down = learnt[places.down].tensor.to(options_.type);      // [E, W, J]
  const auto hidden = at::linear(h_NRW, gateUp.flatten(0, 1)).view({h_NRW.size(0), h_NRW.size(1), gateUp.size(0), -1});
  const auto parts = hidden.chunk(2, -1);
  const auto weighted = at::silu(parts[0]) * parts[1] * weight_NRE.unsqueeze(-1);
  return at::linear(weighted.flatten(2), down.permute({1, 0, 2}).flatten(1));
}

torch::Tensor PlainPass::states(const GapRows& rows, std::int64_t room, const torch::Tensor& mask_W) const {
  const auto ids_NR = laidOut(rows.id_R, rows.looks, room, 0).to(options_.device);
  const auto hidden_NR1 = laidOut(rows.hidden_R, rows.looks, room, 0).to(options_.device, torch::kBool).unsqueeze(-1);
  auto absorbed = mask_W.view({1, 1, -1});
  if (rows.noise_RW.defined()) {
    auto noise_NRW = torch::zeros({ids_NR.size(0), room, base_.width});
    for (std::size_t look = 0; look < rows.looks.size(); ++look) {
      const RowRun& span = rows.looks[look];
      noise_NRW[static_cast<std::int64_t>(look)]
          .narrow(0, 0, span.count)
          .copy_(rows.noise_RW.narrow(0, span.first, span.count));
    }
    absorbed = absorbed + noise_NRW.to(options_.device);
  }
  return torch::where(hidden_NR1, absorbed * scale_, at::embedding(embedding_VW_, ids_NR).to(torch::kFloat32));
}

// bool [N, 1, R, C + R]. Rows of padding see the context; nobody sees them.
torch::Tensor PlainPass::sees(const GapRows& rows, std::int64_t room, std::int64_t context) const {
  const auto mark_BC = laidOut(rows.mark_C, rows.texts, context, -2).to(options_.device);
  const auto gap_NR = laidOut(rows.gap_R, rows.looks, room, -3).to(options_.device);
  const auto mark_NC = mark_BC.repeat({rows.passes(), 1});
  const auto real_NR = gap_NR >= 0;
  const auto known = (mark_NC == -1).unsqueeze(1).logical_or(mark_NC.unsqueeze(1) == gap_NR.unsqueeze(2));
  const auto own = real_NR.unsqueeze(1).expand({-1, room, -1});
  return torch::cat({known, own}, 2).unsqueeze(1);
}

PassLoss PlainPass::run(const GapRows& rows, const Parameters& adapter, bool learns) {
  const torch::AutoGradMode gradients(learns);
  Parameters learnt = adapter;  // leaves of their own, which autograd follows
  for (std::size_t i = 0; i < learnt.size(); ++i) {
    learnt[i].tensor = adapter[i].tensor.detach();
    if (learns && learnt[i].kind != ParameterKind::kBuffer) learnt[i].tensor.requires_grad_(true);
  }
  const std::vector<Heads> context = read(rows);
  const std::int64_t room = longest(rows.looks);
  const auto visible = sees(rows, room, context.front().k_NGRD.size(2));
  const auto place_NR = laidOut(rows.place_R, rows.looks, room, 0);
  const Turn turn = turnOf(place_NR);
  const auto real_NR = laidOut(rows.gap_R, rows.looks, room, -1).to(options_.device) >= 0;
  PassLoss result;
  auto x = states(rows, room, learnt.front().tensor);
  for (std::size_t i = 0; i < frozen_.size(); ++i) {
    const Heads own = split(linear(norm(x, frozen_[i].attentionGain_W), i, 0, learnt));
    const auto k = torch::cat({context[i].k_NGRD.repeat({rows.passes(), 1, 1, 1}), turned(own.k_NGRD, turn)}, 2);
    const auto v = torch::cat({context[i].v_NGRD.repeat({rows.passes(), 1, 1, 1}), own.v_NGRD}, 2);
    x = x + linear(attend(turned(own.q_NHRD, turn), k, v, visible), i, 1, learnt);
    const auto h = norm(x, frozen_[i].feedForwardGain_W);
    const auto parts = linear(h, i, 2, learnt).chunk(2, -1);
    auto more = linear(at::silu(parts[0]) * parts[1], i, 3, learnt);
    if (places_[i].routes()) more = more + routed(h, i, learnt, real_NR, &result.load);
    x = x + more;
  }
  const auto target_NR = laidOut(rows.target_R, rows.looks, room, -1).to(options_.device);
  const auto asked_NR = target_NR >= 0;
  const auto hidden_QW = norm(x.masked_select(asked_NR.unsqueeze(-1)).view({-1, base_.width}), finalGain_W_);
  const auto target_Q = target_NR.masked_select(asked_NR);
  std::vector<torch::Tensor> losses;
  for (std::int64_t first = 0; first < target_Q.size(0); first += kLogitRowsAtOnce) {
    const std::int64_t count = std::min(kLogitRowsAtOnce, target_Q.size(0) - first);
    const auto logits = at::linear(hidden_QW.narrow(0, first, count), embedding_VW_).to(torch::kFloat32);
    losses.push_back(at::cross_entropy_loss(logits, target_Q.narrow(0, first, count), {}, at::Reduction::None));
  }
  const auto loss_N = torch::cat(losses);
  result.loss_N = loss_N.detach().cpu();
  if (!learns) return result;
  loss_N.mean().backward();
  const auto put = [&](std::size_t place, const torch::Tensor& gradient) {
    auto tensor = adapter[place].tensor;
    tensor.mutable_grad() = gradient;
  };
  put(0, learnt.front().tensor.grad());
  for (const LayerPlaces& places : places_) {
    for (std::size_t which = 0; which < kAdaptedLinears; ++which) {
      if (!options_.learnt.any(which)) continue;
      LinearGradient gradient{learnt[places.a[which]].tensor.grad(), learnt[places.b[which]].tensor.grad()};
      forgetOthers(options_.learnt, shapes_[which], which, &gradient);
      put(places.a[which], gradient.a);
      put(places.b[which], gradient.b);
    }
    for (const std::size_t place : {places.router, places.gateUp, places.down}) {
      if (place > 0) put(place, learnt[place].tensor.grad());
    }
  }
  return result;
}

}  // namespace

std::unique_ptr<AdapterPass> makePlainPass(const BaseFile& base, const AdapterConfig& adapter,
                                           const AdapterPassOptions& options) {
  return std::make_unique<PlainPass>(base, adapter, options);
}

}  // namespace lacuna::engine

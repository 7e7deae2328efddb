// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/plain_pass.h"

#include <algorithm>

#include "engine/attention/rotary.h"
#include "engine/base/adapter_places.h"
#include "engine/base/base_layers.h"
#include "engine/gradients/row_functions.h"

// Shapes: N looks, B texts, R rows of a look with padding, M = N R, C context rows of a text with padding, W width, H
// query heads, G key heads, D head size, V vocabulary.

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLossRowsAtOnce = 1024;

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

class PlainPass final : public AdapterPass {
 public:
  PlainPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options);
  torch::Tensor probabilities(const GapRows& rows, const Parameters& adapter) override;

 protected:
  PassLoss look(const GapRows& rows, const Parameters& adapter, const Ask& ask) override;

 private:
  // What the layers have made of the rows that are asked: [Q, W].
  torch::Tensor forward(const GapRows& rows, const Parameters& learnt, ExpertLoad* load) const;
  // Of all layers: keys, turned to their places with the gaps open, and values. [B, G, C, D]
  struct Context {
    torch::Tensor k_BGCD, v_BGCD;
  };
  RotaryTable turnOf(const torch::Tensor& place_NR) const;
  torch::Tensor lookByLook(const torch::Tensor& x_MHD, std::int64_t looks) const;
  torch::Tensor attend(const torch::Tensor& q_NHRD, const Context& seen, const torch::Tensor& sees) const;
  std::vector<Context> read(const GapRows& rows) const;
  Layer adapted(std::size_t layer, const Parameters& learnt) const;
  torch::Tensor states(const GapRows& rows, std::int64_t room, const torch::Tensor& mask_W) const;
  torch::Tensor sees(const GapRows& rows, std::int64_t room, std::int64_t context) const;

  LlamaConfig base_;
  AdapterConfig adapter_;
  AdapterPassOptions options_;
  LayerShape shape_;
  torch::Tensor embedding_VW_;
  VocabularyTail tail_;
  double scale_ = 0;
  std::vector<AdaptedLinear> shapes_;
  std::vector<Layer> frozen_;   // of what is read
  std::vector<Layer> gapRows_;  // of gap rows; empty: the same
  std::vector<LayerPlaces> places_;
};

PlainPass::PlainPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options)
    : base_(base.config()),
      adapter_(adapter),
      options_(options),
      shape_(layerShape(base.config())),
      shapes_(adaptedLinears(base.config())),
      places_(adapterPlaces(adapter, base.config())) {
  const torch::NoGradGuard noGrad;
  const auto embedding_VW = base.embedding();
  scale_ = embeddingScale(embedding_VW);
  embedding_VW_ = embedding_VW.to(options_.device, options_.type);
  tail_ = {base.norm().to(options_.device), LinearMap({embedding_VW_}), base_.rmsEpsilon};
  for (int i = 0; i < base_.layers; ++i) {
    frozen_.push_back(baseLayer(base, i, options_.type, options_.device));
    if (!options_.gapLayer) continue;
    Layer layer = options_.gapLayer(i);
    const auto moved = [&](const LinearMap& map) { return map.weight().to(options_.device, options_.type); };
    layer.attentionGain_W = layer.attentionGain_W.to(options_.device);
    layer.feedForwardGain_W = layer.feedForwardGain_W.to(options_.device);
    layer.heads = LinearMap({moved(layer.heads)});
    layer.output = LinearMap({moved(layer.output)});
    layer.gateUp = LinearMap::gated(moved(layer.gateUp));
    layer.down = LinearMap({moved(layer.down)});
    gapRows_.push_back(std::move(layer));
  }
  options_.gapLayer = {};  // what it was made of may go
}

RotaryTable PlainPass::turnOf(const torch::Tensor& place_NR) const {
  const auto flat = place_NR.flatten().contiguous();
  const auto* places = flat.const_data_ptr<std::int64_t>();
  return makeRotary(std::vector<std::int32_t>(places, places + flat.numel()), base_.ropeSize, base_.ropeBase)
      .to(options_.device);
}

// Rows of heads, one look after the other: [N, H, R, D], in the type of attention.
torch::Tensor PlainPass::lookByLook(const torch::Tensor& x_MHD, std::int64_t looks) const {
  return x_MHD.view({looks, -1, x_MHD.size(1), x_MHD.size(2)}).transpose(1, 2).to(options_.type);
}

// sees: bool [N, 1, R, S]; undefined: causal. Returns [N R, H, D].
torch::Tensor PlainPass::attend(const torch::Tensor& q_NHRD, const Context& seen, const torch::Tensor& sees) const {
  const std::int64_t shared = base_.heads / base_.keyHeads;
  const auto out = at::scaled_dot_product_attention(
      q_NHRD, seen.k_BGCD.repeat_interleave(shared, 1), seen.v_BGCD.repeat_interleave(shared, 1),
      sees.defined() ? std::optional<torch::Tensor>(sees) : std::nullopt, 0.0, /*is_causal=*/!sees.defined());
  return out.transpose(1, 2).flatten(0, 1);
}

std::vector<PlainPass::Context> PlainPass::read(const GapRows& rows) const {
  const torch::NoGradGuard noGrad;
  const std::int64_t most = longest(rows.texts);
  const auto texts = static_cast<std::int64_t>(rows.texts.size());
  const auto ids_BC = laidOut(rows.contextId_C, rows.texts, most, 0).to(options_.device);
  const RotaryTable own = turnOf(torch::arange(most).repeat({texts}));
  const RotaryTable open = turnOf(laidOut(rows.contextPlace_C, rows.texts, most, 0));
  auto x_MW = at::embedding(embedding_VW_, ids_BC.flatten()).to(torch::kFloat32);
  std::vector<Context> kept;
  const auto keep = [&](const ProjectedHeads& read) {
    kept.push_back({lookByLook(turnHeads(read.k_TGD, open), texts), lookByLook(read.v_TGD, texts)});
  };
  const auto attendCausally = [&](const ProjectedHeads& read) {
    keep(read);
    return attend(lookByLook(read.q_THD, texts), {lookByLook(turnHeads(read.k_TGD, own), texts), kept.back().v_BGCD},
                  {});
  };
  for (const Layer& layer : frozen_) {
    pause();
    if (&layer == &frozen_.back())
      keep(projectHeads(layer, shape_, x_MW, {own, {}}));
    else
      x_MW = passLayer(layer, shape_, x_MW, {own, {}}, attendCausally);
  }
  return kept;
}

Layer PlainPass::adapted(std::size_t layer, const Parameters& learnt) const {
  const LayerPlaces& places = places_[layer];
  const auto narrow = [&](std::size_t place) { return learnt[place].tensor.to(options_.type); };
  Layer made = gapRows_.empty() ? frozen_[layer] : gapRows_[layer];
  std::size_t which = 0;
  for (LinearMap* map : {&made.heads, &made.output, &made.gateUp, &made.down}) {
    *map = map->with({narrow(places.a[which]), narrow(places.b[which]), shapes_[which].outputs});
    ++which;
  }
  if (places.routes()) {
    made.experts = {learnt[places.router].tensor, learnt[places.bias].tensor, learnt[places.gateUp].tensor,
                    learnt[places.down].tensor, adapter_.expertsPerToken};
  }
  return made;
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
  const auto timeOf = [&](std::int32_t RowTime::*time, std::int64_t rest) {
    std::vector<std::int32_t> packed;
    packed.reserve(rows.time_R.size());
    for (const RowTime& row : rows.time_R) packed.push_back(row.*time);
    return laidOut(packed, rows.looks, room, rest).to(options_.device);
  };
  const auto looks_NR1 = timeOf(&RowTime::looks, 0).unsqueeze(2);
  // Padding is never there.
  const auto from_N1R = timeOf(&RowTime::from, RowTime::kAlways).unsqueeze(1);
  const auto until_N1R = timeOf(&RowTime::until, 0).unsqueeze(1);
  const auto known = (mark_NC == -1).unsqueeze(1).logical_or(mark_NC.unsqueeze(1) == gap_NR.unsqueeze(2));
  const auto own = (from_N1R <= looks_NR1).logical_and(looks_NR1 < until_N1R);
  return torch::cat({known, own}, 2).unsqueeze(1);
}

torch::Tensor PlainPass::forward(const GapRows& rows, const Parameters& learnt, ExpertLoad* load) const {
  const std::vector<Context> context = read(rows);
  const std::int64_t room = longest(rows.looks);
  const auto looks = static_cast<std::int64_t>(rows.looks.size());
  const auto visible = sees(rows, room, context.front().k_BGCD.size(2));
  const RotaryTable turn = turnOf(laidOut(rows.place_R, rows.looks, room, 0));
  const auto real_M1 = (laidOut(rows.gap_R, rows.looks, room, -1).to(options_.device) >= 0).view({-1, 1});
  // Rows of padding are sent to experts too, and not counted.
  const auto count = [&](const ExpertChoice& choice) {
    load->tokens_E.push_back(at::zeros_like(choice.logits_TE).scatter(-1, choice.expert_TK, 1.0).mul(real_M1).sum(0));
  };
  auto x_MW = states(rows, room, learnt.front().tensor).flatten(0, 1);
  for (std::size_t i = 0; i < frozen_.size(); ++i) {
    pause();
    const auto attendBoth = [&](const ProjectedHeads& own) {
      const auto joined = [&](const torch::Tensor& seen_BGCD, const torch::Tensor& own_MGD) {
        return torch::cat({seen_BGCD.repeat({rows.passes(), 1, 1, 1}), lookByLook(own_MGD, looks)}, 2);
      };
      return attend(lookByLook(own.q_THD, looks),
                    {joined(context[i].k_BGCD, own.k_TGD), joined(context[i].v_BGCD, own.v_TGD)}, visible);
    };
    x_MW = passLayer(adapted(i, learnt), shape_, x_MW, {turn, turn}, attendBoth, count);
  }
  const auto target_M = laidOut(rows.target_R, rows.looks, room, -1).flatten().to(options_.device);
  return x_MW.index_select(0, (target_M >= 0).nonzero().squeeze(1));
}

torch::Tensor PlainPass::probabilities(const GapRows& rows, const Parameters& adapter) {
  const torch::NoGradGuard noGrad;
  ExpertLoad load;
  const auto hidden_QW = forward(rows, adapter, &load);
  std::vector<torch::Tensor> parts;
  for (std::int64_t first = 0; first < hidden_QW.size(0); first += kLossRowsAtOnce) {
    const std::int64_t some = std::min(kLossRowsAtOnce, hidden_QW.size(0) - first);
    parts.push_back(tail_.logits(hidden_QW.narrow(0, first, some)).softmax(-1));
  }
  return torch::cat(parts);
}

PassLoss PlainPass::look(const GapRows& rows, const Parameters& adapter, const Ask& ask) {
  const torch::AutoGradMode gradients(ask.learns);
  Parameters learnt = adapter;  // leaves of their own, which autograd follows
  for (std::size_t i = 0; i < learnt.size(); ++i) {
    learnt[i].tensor = adapter[i].tensor.detach();
    if (ask.learns && learnt[i].kind != ParameterKind::kBuffer) learnt[i].tensor.requires_grad_(true);
  }
  PassLoss result;
  const auto hidden_QW = forward(rows, learnt, &result.load);
  std::vector<std::int64_t> targets;
  for (const std::int64_t target : rows.target_R) {
    if (target >= 0) targets.push_back(target);
  }
  const auto target_Q = torch::tensor(targets, torch::kInt64).to(options_.device);
  std::vector<torch::Tensor> losses;
  for (std::int64_t first = 0; first < hidden_QW.size(0); first += kLossRowsAtOnce) {
    pause();
    const std::int64_t some = std::min(kLossRowsAtOnce, hidden_QW.size(0) - first);
    const auto part_QW = hidden_QW.narrow(0, first, some);
    if (ask.wanted_NV.defined())
      losses.push_back(-(tail_.logits(part_QW).log_softmax(-1) * ask.wanted_NV.narrow(0, first, some)).sum(-1));
    else
      losses.push_back(tail_.loss(part_QW, target_Q.narrow(0, first, some)));
  }
  const auto loss_N = torch::cat(losses);
  result.loss_N = loss_N.detach().cpu();
  if (!ask.learns) return result;
  loss_N.mean().backward();
  const auto put = [&](std::size_t place, const torch::Tensor& gradient) {
    auto tensor = adapter[place].tensor;
    tensor.mutable_grad() = gradient;
    if (options_.onGradient) options_.onGradient(place);
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

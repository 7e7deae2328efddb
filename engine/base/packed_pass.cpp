// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/packed_pass.h"

#include <algorithm>

#include "engine/base/adapter_places.h"
#include "engine/base/base_layers.h"
#include "engine/base/packed_layer.h"
#include "engine/base/packed_products.h"
#include "engine/linear/avx2_linear.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kLogitRowsAtOnce = 128;

torch::Tensor wholes(const std::vector<std::int64_t>& values) { return torch::tensor(values, torch::kInt64); }

class PackedPass final : public AdapterPass {
 public:
  PackedPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options);
  torch::Tensor probabilities(const GapRows& rows, const Parameters& adapter) override;

 protected:
  PassLoss look(const GapRows& rows, const Parameters& adapter, const Ask& ask) override;

 private:
  // What the layers have made of the rows.
  struct Forward {
    PackedLayout layout;
    std::vector<LayerAdapter> prepared;
    torch::Tensor x_MW;
    ExpertLoad load;
    std::vector<std::int64_t> asked, targets;
    torch::Tensor asked_N;
    NormedRows32 last;        // of the rows that are asked, padded
    torch::Tensor hidden_NW;  // normed
  };
  Forward forward(const GapRows& rows, const Parameters& adapter, bool keeps);
  LowRank lowRank(const Parameters& adapter, const LayerPlaces& places, std::size_t which) const;
  LayerAdapter prepare(const Parameters& adapter, const LayerPlaces& places) const;
  std::vector<PackedHeads> read(const GapRows& rows) const;
  PackedLayout layoutOf(const GapRows& rows, std::int64_t context) const;
  torch::Tensor states(const GapRows& rows, const torch::Tensor& mask_W, std::int64_t padded) const;
  torch::Tensor loss(const Forward& rows, const torch::Tensor& wanted_NV, torch::Tensor* gradient_NW) const;
  void keep(const LayerGradient& gradient, const LayerPlaces& places, const Parameters& adapter) const;

  LlamaConfig base_;
  AdapterConfig adapter_;
  LearntLinears learnt_;
  torch::ScalarType type_;
  std::function<void(std::size_t)> onGradient_;
  torch::Tensor embedding_VW_, finalGain_W_;
  double scale_ = 0;
  std::vector<AdaptedLinear> shapes_;
  std::vector<PackedLayer> layers_;   // of gap rows
  std::vector<PackedLayer> reading_;  // of what is read; empty: the same
  std::vector<LayerPlaces> places_;
};

// Linears in the products' type, gains in float32.
Layer narrowed(const Layer& layer, torch::ScalarType type) {
  Layer made = layer;
  for (LinearMap* const map : {&made.heads, &made.output, &made.gateUp, &made.down})
    *map = LinearMap({map->weight().to(type)});
  return made;
}

// Cross-entropies of rows with distributions, float32 [M]; logits_MV becomes the gradient of their sum times scale.
torch::Tensor distributionLossPacked(torch::Tensor logits_MV, const torch::Tensor& wanted_MV, double scale) {
  auto gradient_MV = torch::zeros(logits_MV.sizes());
  const std::int64_t rows = wanted_MV.size(0);
  const auto log_MV = logits_MV.narrow(0, 0, rows).to(torch::kFloat32).log_softmax(-1);
  gradient_MV.narrow(0, 0, rows).copy_(log_MV.exp().sub_(wanted_MV).mul_(scale));
  logits_MV.copy_(gradient_MV);
  return -(wanted_MV * log_MV).sum(-1);
}

PackedPass::PackedPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options)
    : base_(base.config()),
      adapter_(adapter),
      learnt_(options.learnt),
      type_(options.type),
      onGradient_(options.onGradient),
      finalGain_W_(base.norm()),
      shapes_(adaptedLinears(base.config())),
      places_(adapterPlaces(adapter, base.config())) {
  const torch::NoGradGuard noGrad;
  const auto embedding_VW = base.embedding();
  scale_ = embeddingScale(embedding_VW);
  embedding_VW_ = embedding_VW.to(type_);
  for (int i = 0; i < base_.layers; ++i) {
    auto& own = options.gapLayer ? reading_ : layers_;
    own.emplace_back(baseLayer(base, i, type_), base_.rmsEpsilon, shapes_);
    if (options.gapLayer) layers_.emplace_back(narrowed(options.gapLayer(i), type_), base_.rmsEpsilon, shapes_);
  }
}

LowRank PackedPass::lowRank(const Parameters& adapter, const LayerPlaces& places, std::size_t which) const {
  const auto& b_Or = adapter[places.b[which]].tensor;
  LowRank low;
  low.learns = learnt_.any(which);
  low.used = low.learns || b_Or.any().item<bool>();
  if (!low.used) return low;
  low.a_KI = adapter[places.a[which]].tensor.to(type_);
  const std::vector<std::int64_t>& outputs = shapes_[which].outputs;
  low.b_KO = torch::zeros({low.a_KI.size(0), b_Or.size(0)}, type_);
  std::int64_t row = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    low.b_KO.narrow(0, static_cast<std::int64_t>(i) * b_Or.size(1), b_Or.size(1))
        .narrow(1, row, outputs[i])
        .copy_(b_Or.narrow(0, row, outputs[i]).t());
    row += outputs[i];
  }
  return low;
}

LayerAdapter PackedPass::prepare(const Parameters& adapter, const LayerPlaces& places) const {
  LayerAdapter made;
  for (std::size_t which = 0; which < kAdaptedLinears; ++which) made.linears[which] = lowRank(adapter, places, which);
  if (!places.routes()) return made;
  made.routed.router_EW = adapter[places.router].tensor.detach();
  made.routed.bias_E = adapter[places.bias].tensor;
  made.routed.gateUp_E2JW = adapter[places.gateUp].tensor.detach().flatten(0, 1).to(type_);
  made.routed.down_WEJ = adapter[places.down].tensor.detach().permute({1, 0, 2}).flatten(1).to(type_).contiguous();
  made.routed.topK = adapter_.expertsPerToken;
  made.routed.learns = adapter[places.router].kind != ParameterKind::kBuffer;
  return made;
}

// Keys, turned to their places with the gaps open, and values of all layers.
std::vector<PackedHeads> PackedPass::read(const GapRows& rows) const {
  std::vector<std::int32_t> read;  // places in the reading, where a gap is one token
  for (const RowRun& text : rows.texts) {
    for (std::int64_t i = 0; i < text.count; ++i) read.push_back(static_cast<std::int32_t>(i));
  }
  const PackedLayout layout(base_, rows.texts, read);
  const RotaryTable open = makeRotary(rows.contextPlace_C, base_.ropeSize, base_.ropeBase);
  auto x_MW = torch::zeros({layout.rows, base_.width});
  x_MW.narrow(0, 0, static_cast<std::int64_t>(read.size()))
      .copy_(embedding_VW_.index_select(0, wholes(rows.contextId_C)));
  const std::vector<PackedLayer>& layers = reading_.empty() ? layers_ : reading_;
  std::vector<PackedHeads> kept;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    pause();
    kept.push_back(layers[i].read(layout, x_MW, i + 1 < layers.size()));
    turnPacked(layout, open, kept.back().k_NGSD);
  }
  return kept;
}

PackedLayout PackedPass::layoutOf(const GapRows& rows, std::int64_t context) const {
  PackedLayout layout(base_, rows.looks, rows.place_R);
  layout.context = context;
  const std::size_t texts = rows.texts.size();
  const auto looks = static_cast<std::int64_t>(rows.looks.size());
  auto hides = torch::ones({looks, 1, 1, layout.room, layout.keys()}, torch::kBool);
  auto* hidden = hides.data_ptr<bool>();
  for (std::size_t at = 0; at < rows.looks.size(); ++at) {
    const RowRun& seen = rows.texts[at % texts];
    const RowRun& look = rows.looks[at];
    for (std::int64_t row = 0; row < layout.room; ++row, hidden += layout.keys()) {
      if (row >= look.count) {  // padding sees everything, and nobody sees it
        std::fill(hidden, hidden + layout.keys(), false);
        continue;
      }
      const auto own = static_cast<std::size_t>(look.first + row);
      for (std::int64_t c = 0; c < seen.count; ++c) {
        const std::int32_t mark = rows.mark_C[static_cast<std::size_t>(seen.first + c)];
        hidden[c] = mark >= 0 && mark != rows.gap_R[own];
      }
      for (std::int64_t other = 0; other < look.count; ++other)
        hidden[context + other] = !rows.time_R[own].sees(rows.time_R[static_cast<std::size_t>(look.first + other)]);
    }
  }
  const auto mask = torch::zeros(hides.sizes(), type_).masked_fill_(hides, -INFINITY);
  layout.mask_N1QRS = mask.expand({looks, 1, layout.shared(), layout.room, layout.keys()})
                          .reshape({looks, 1, layout.shared() * layout.room, layout.keys()});
  return layout;
}

// What stands in the rows when a layer first sees them, with rows of zeros behind.
torch::Tensor PackedPass::states(const GapRows& rows, const torch::Tensor& mask_W, std::int64_t padded) const {
  const auto count = static_cast<std::int64_t>(rows.id_R.size());
  auto x_MW = torch::zeros({padded, base_.width});
  auto own_RW = x_MW.narrow(0, 0, count);
  own_RW.copy_(embedding_VW_.index_select(0, wholes(rows.id_R)));
  for (std::int64_t row = 0; row < count; ++row) {
    if (!rows.hidden_R[static_cast<std::size_t>(row)]) continue;
    own_RW[row].copy_(mask_W);
    if (rows.noise_RW.defined()) own_RW[row].add_(rows.noise_RW[row]);
    own_RW[row].mul_(scale_);
  }
  return x_MW;
}

// gradient_NW: of the mean loss by hidden_NW; null: none.
torch::Tensor PackedPass::loss(const Forward& of, const torch::Tensor& wanted_NV, torch::Tensor* gradient_NW) const {
  const torch::Tensor& hidden_NW = of.hidden_NW;
  const auto count = static_cast<std::int64_t>(of.targets.size());
  const double scale = gradient_NW == nullptr ? 0.0 : 1.0 / static_cast<double>(count);
  if (gradient_NW != nullptr) *gradient_NW = torch::empty_like(hidden_NW);
  std::vector<torch::Tensor> losses;
  for (std::int64_t first = 0; first < hidden_NW.size(0); first += kLogitRowsAtOnce) {
    pause();
    const std::int64_t rows = std::min(kLogitRowsAtOnce, hidden_NW.size(0) - first);
    const auto logits_MV = multiplyPacked(hidden_NW.narrow(0, first, rows), embedding_VW_.t());
    const std::int64_t real = std::clamp<std::int64_t>(count - first, 0, rows);
    if (wanted_NV.defined()) {
      losses.push_back(distributionLossPacked(logits_MV, wanted_NV.narrow(0, std::min(first, count), real), scale));
    } else {
      const auto from = of.targets.begin() + std::min(first, count);
      losses.push_back(tokenLossPacked(logits_MV, std::vector<std::int64_t>(from, from + real), scale));
    }
    if (gradient_NW != nullptr) gradient_NW->narrow(0, first, rows).copy_(multiplyPacked(logits_MV, embedding_VW_));
  }
  return torch::cat(losses);
}

void PackedPass::keep(const LayerGradient& gradient, const LayerPlaces& places, const Parameters& adapter) const {
  const auto put = [&](std::size_t at, const torch::Tensor& value) {
    auto tensor = adapter[at].tensor;
    tensor.mutable_grad() = value;
    if (onGradient_) onGradient_(at);
  };
  for (std::size_t which = 0; which < kAdaptedLinears; ++which) {
    if (!learnt_.any(which)) continue;
    LinearGradient own{gradient.a[which], gradient.b[which]};
    forgetOthers(learnt_, shapes_[which], which, &own);
    put(places.a[which], own.a);
    put(places.b[which], own.b);
  }
  if (!places.routes() || !gradient.router.defined()) return;
  put(places.router, gradient.router);
  put(places.gateUp, gradient.gateUp);
  put(places.down, gradient.down);
}

PackedPass::Forward PackedPass::forward(const GapRows& rows, const Parameters& adapter, bool keeps) {
  const std::vector<PackedHeads> context = read(rows);
  Forward made{layoutOf(rows, context.front().k_NGSD.size(2)), {}, {}, {}, {}, {}, {}, {}, {}};
  made.x_MW = states(rows, adapter.front().tensor, made.layout.rows);
  const auto count = static_cast<std::int64_t>(rows.id_R.size());
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    pause();
    made.prepared.push_back(prepare(adapter, places_[i]));
    torch::Tensor chosen_MK;
    layers_[i].forward(made.prepared[i], made.layout, context[i], made.x_MW, &chosen_MK, keeps);
    if (!chosen_MK.defined()) continue;
    made.load.tokens_E.push_back(
        at::bincount(chosen_MK.narrow(0, 0, count).flatten(), {}, adapter_.experts).to(torch::kFloat32));
  }
  for (std::int64_t row = 0; row < count; ++row) {
    const std::int64_t target = rows.target_R[static_cast<std::size_t>(row)];
    if (target < 0) continue;
    made.asked.push_back(row);
    made.targets.push_back(target);
  }
  made.asked_N = wholes(made.asked);
  auto last_NW = torch::zeros({padded(made.asked_N.size(0)), base_.width});
  last_NW.narrow(0, 0, made.asked_N.size(0)).copy_(made.x_MW.index_select(0, made.asked_N));
  made.last = {last_NW, finalGain_W_, {}, base_.rmsEpsilon};
  made.hidden_NW = normPacked(&made.last, type_);
  return made;
}

torch::Tensor PackedPass::probabilities(const GapRows& rows, const Parameters& adapter) {
  const torch::NoGradGuard noGrad;
  const Forward made = forward(rows, adapter, false);
  const auto count = static_cast<std::int64_t>(made.targets.size());
  auto probability_NV = torch::empty({count, embedding_VW_.size(0)});
  for (std::int64_t first = 0; first < count; first += kLogitRowsAtOnce) {
    pause();
    const std::int64_t real = std::min(kLogitRowsAtOnce, count - first);
    const std::int64_t some = std::min(kLogitRowsAtOnce, made.hidden_NW.size(0) - first);  // padded, as in loss()
    const auto logits_MV = multiplyPacked(made.hidden_NW.narrow(0, first, some), embedding_VW_.t());
    probability_NV.narrow(0, first, real).copy_(logits_MV.narrow(0, 0, real).to(torch::kFloat32).softmax(-1));
  }
  return probability_NV;
}

PassLoss PackedPass::look(const GapRows& rows, const Parameters& adapter, const Ask& ask) {
  const torch::NoGradGuard noGrad;
  Forward made = forward(rows, adapter, ask.learns);
  PassLoss result;
  result.load = std::move(made.load);
  torch::Tensor dHidden_NW;
  result.loss_N = loss(made, ask.wanted_NV, ask.learns ? &dHidden_NW : nullptr);
  if (!ask.learns) return result;

  auto dLast_NW = torch::zeros_like(made.last.x_MW);
  normPackedGradient(made.last, dHidden_NW, dLast_NW);
  auto dx_MW = torch::zeros_like(made.x_MW);
  dx_MW.index_copy_(0, made.asked_N, dLast_NW.narrow(0, 0, made.asked_N.size(0)));
  for (std::size_t i = layers_.size(); i > 0; --i) {
    pause();
    keep(layers_[i - 1].backward(made.prepared[i - 1], made.layout, dx_MW), places_[i - 1], adapter);
  }
  if (adapter.front().kind == ParameterKind::kBuffer) return result;
  std::vector<std::int64_t> hidden;
  for (std::size_t row = 0; row < rows.hidden_R.size(); ++row) {
    if (rows.hidden_R[row]) hidden.push_back(static_cast<std::int64_t>(row));
  }
  auto mask = adapter.front().tensor;
  mask.mutable_grad() = dx_MW.index_select(0, wholes(hidden)).sum(0).mul_(scale_);
  return result;
}

}  // namespace

bool servesPacked(const LlamaConfig& base, const AdapterConfig& adapter) {
  const auto eights = [](int size) { return size % 8 == 0; };
  return hasAvx2() && eights(base.width) && eights(base.feedForward) && eights(base.headSize / 2) &&
         base.headSize % 2 == 0 && (adapter.experts == 0 || eights(adapter.expertHidden));
}

std::unique_ptr<AdapterPass> makePackedPass(const BaseFile& base, const AdapterConfig& adapter,
                                            const AdapterPassOptions& options) {
  return std::make_unique<PackedPass>(base, adapter, options);
}

}  // namespace lacuna::engine

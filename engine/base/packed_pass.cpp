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
  PassLoss run(const GapRows& rows, const Parameters& adapter, bool learns) override;

 private:
  LowRank lowRank(const Parameters& adapter, const LayerPlaces& places, std::size_t which) const;
  LayerAdapter prepare(const Parameters& adapter, const LayerPlaces& places) const;
  std::vector<PackedHeads> read(const GapRows& rows) const;
  PackedLayout layoutOf(const GapRows& rows, std::int64_t context) const;
  torch::Tensor states(const GapRows& rows, const torch::Tensor& mask_W, std::int64_t padded) const;
  torch::Tensor loss(const std::vector<std::int64_t>& targets, const torch::Tensor& hidden_NW,
                     torch::Tensor* gradient_NW) const;
  void keep(const LayerGradient& gradient, const LayerPlaces& places, const Parameters& adapter) const;

  LlamaConfig base_;
  AdapterConfig adapter_;
  LearntLinears learnt_;
  torch::ScalarType type_;
  torch::Tensor embedding_VW_, finalGain_W_;
  double scale_ = 0;
  std::vector<AdaptedLinear> shapes_;
  std::vector<PackedLayer> layers_;
  std::vector<LayerPlaces> places_;
};

PackedPass::PackedPass(const BaseFile& base, const AdapterConfig& adapter, const AdapterPassOptions& options)
    : base_(base.config()),
      adapter_(adapter),
      learnt_(options.learnt),
      type_(options.type),
      finalGain_W_(base.norm()),
      shapes_(adaptedLinears(base.config())),
      places_(adapterPlaces(adapter, base.config())) {
  const torch::NoGradGuard noGrad;
  const auto embedding_VW = base.embedding();
  scale_ = embeddingScale(embedding_VW);
  embedding_VW_ = embedding_VW.to(type_);
  for (int i = 0; i < base_.layers; ++i) layers_.emplace_back(baseLayer(base, i, type_), base_.rmsEpsilon, shapes_);
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
  std::vector<PackedHeads> kept;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    kept.push_back(layers_[i].read(layout, x_MW, i + 1 < layers_.size()));
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
torch::Tensor PackedPass::loss(const std::vector<std::int64_t>& targets, const torch::Tensor& hidden_NW,
                               torch::Tensor* gradient_NW) const {
  const auto count = static_cast<std::int64_t>(targets.size());
  if (gradient_NW != nullptr) *gradient_NW = torch::empty_like(hidden_NW);
  std::vector<torch::Tensor> losses;
  for (std::int64_t first = 0; first < hidden_NW.size(0); first += kLogitRowsAtOnce) {
    const std::int64_t rows = std::min(kLogitRowsAtOnce, hidden_NW.size(0) - first);
    const auto logits_MV = multiplyPacked(hidden_NW.narrow(0, first, rows), embedding_VW_.t());
    const std::vector<std::int64_t> asked(targets.begin() + std::min(first, count),
                                          targets.begin() + std::min(first + rows, count));
    losses.push_back(
        tokenLossPacked(logits_MV, asked, gradient_NW == nullptr ? 0.0 : 1.0 / static_cast<double>(count)));
    if (gradient_NW != nullptr) gradient_NW->narrow(0, first, rows).copy_(multiplyPacked(logits_MV, embedding_VW_));
  }
  return torch::cat(losses);
}

void PackedPass::keep(const LayerGradient& gradient, const LayerPlaces& places, const Parameters& adapter) const {
  const auto put = [&](std::size_t at, const torch::Tensor& value) {
    auto tensor = adapter[at].tensor;
    tensor.mutable_grad() = value;
  };
  for (std::size_t which = 0; which < kAdaptedLinears; ++which) {
    if (!learnt_.any(which)) continue;
    LinearGradient own{gradient.a[which], gradient.b[which]};
    forgetOthers(learnt_, shapes_[which], which, &own);
    put(places.a[which], own.a);
    put(places.b[which], own.b);
  }
  if (!places.routes()) return;
  put(places.router, gradient.router);
  put(places.gateUp, gradient.gateUp);
  put(places.down, gradient.down);
}

PassLoss PackedPass::run(const GapRows& rows, const Parameters& adapter, bool learns) {
  const torch::NoGradGuard noGrad;
  const std::vector<PackedHeads> context = read(rows);
  const PackedLayout layout = layoutOf(rows, context.front().k_NGSD.size(2));
  auto x_MW = states(rows, adapter.front().tensor, layout.rows);
  const auto count = static_cast<std::int64_t>(rows.id_R.size());

  PassLoss result;
  std::vector<LayerAdapter> prepared;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    prepared.push_back(prepare(adapter, places_[i]));
    torch::Tensor chosen_MK;
    layers_[i].forward(prepared[i], layout, context[i], x_MW, &chosen_MK, learns);
    if (!chosen_MK.defined()) continue;
    result.load.tokens_E.push_back(
        at::bincount(chosen_MK.narrow(0, 0, count).flatten(), {}, adapter_.experts).to(torch::kFloat32));
  }

  std::vector<std::int64_t> asked, targets;
  for (std::int64_t row = 0; row < count; ++row) {
    const std::int64_t target = rows.target_R[static_cast<std::size_t>(row)];
    if (target < 0) continue;
    asked.push_back(row);
    targets.push_back(target);
  }
  const auto asked_N = wholes(asked);
  auto last_NW = torch::zeros({padded(asked_N.size(0)), base_.width});
  last_NW.narrow(0, 0, asked_N.size(0)).copy_(x_MW.index_select(0, asked_N));
  NormedRows32 last{last_NW, finalGain_W_, {}, base_.rmsEpsilon};
  torch::Tensor dHidden_NW;
  result.loss_N = loss(targets, normPacked(&last, type_), learns ? &dHidden_NW : nullptr);
  if (!learns) return result;

  auto dLast_NW = torch::zeros_like(last_NW);
  normPackedGradient(last, dHidden_NW, dLast_NW);
  auto dx_MW = torch::zeros_like(x_MW);
  dx_MW.index_copy_(0, asked_N, dLast_NW.narrow(0, 0, asked_N.size(0)));
  for (std::size_t i = layers_.size(); i > 0; --i)
    keep(layers_[i - 1].backward(prepared[i - 1], layout, dx_MW), places_[i - 1], adapter);
  std::vector<std::int64_t> hidden;
  for (std::int64_t row = 0; row < count; ++row) {
    if (rows.hidden_R[static_cast<std::size_t>(row)]) hidden.push_back(row);
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

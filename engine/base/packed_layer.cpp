// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/packed_layer.h"

#include "engine/base/packed_products.h"

namespace lacuna::engine {
namespace {

enum Linear : std::size_t { kHeads, kOutput, kGateUp, kDown };

}  // namespace

PackedLayer::PackedLayer(Layer frozen, double epsilon, std::vector<AdaptedLinear> shapes)
    : attentionGain_W_(frozen.attentionGain_W),
      feedForwardGain_W_(frozen.feedForwardGain_W),
      frozen_{frozen.heads.weight(), frozen.output.weight(), frozen.gateUp.weight(), frozen.down.weight()},
      epsilon_(epsilon),
      shapes_(std::move(shapes)) {}

torch::Tensor PackedLayer::linear(const LayerAdapter& adapter, std::size_t which, const torch::Tensor& h_MI,
                                  torch::Tensor* inner_MK) const {
  auto y_MO = multiplyPacked(h_MI, frozen_[which].t());
  const LowRank& low = adapter.linears[which];
  if (!low.used) return y_MO;
  *inner_MK = multiplyPacked(h_MI, low.a_KI.t());
  addProductPacked(*inner_MK, low.b_KO, y_MO);
  return y_MO;
}

torch::Tensor PackedLayer::linearGradient(const LayerAdapter& adapter, std::size_t which, const torch::Tensor& h_MI,
                                          const torch::Tensor& dy_MO, LayerGradient* gradient) const {
  auto dh_MI = multiplyPacked(dy_MO, frozen_[which]);
  const LowRank& low = adapter.linears[which];
  if (!low.used) return dh_MI;
  const auto dInner_MK = multiplyPacked(dy_MO, low.b_KO.t());
  addProductPacked(dInner_MK, low.a_KI, dh_MI);
  if (!low.learns) return dh_MI;
  gradient->a[which] = multiplyPacked(dInner_MK.t(), h_MI).to(torch::kFloat32);
  const auto db_OK = multiplyPacked(dy_MO.t(), kept_.inner_MK[which]);
  const std::vector<std::int64_t>& outputs = shapes_[which].outputs;
  const std::int64_t rank = db_OK.size(1) / static_cast<std::int64_t>(outputs.size());
  std::vector<torch::Tensor> blocks;
  std::int64_t row = 0;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    blocks.push_back(db_OK.narrow(0, row, outputs[i]).narrow(1, static_cast<std::int64_t>(i) * rank, rank));
    row += outputs[i];
  }
  gradient->b[which] = at::cat(blocks).to(torch::kFloat32);
  return dh_MI;
}

PackedHeads PackedLayer::read(const PackedLayout& layout, torch::Tensor x_MW, bool goesOn) const {
  const auto type = frozen_[kHeads].scalar_type();
  NormedRows32 before{x_MW, attentionGain_W_, {}, epsilon_};
  const auto all_MX = multiplyPacked(normPacked(&before, type), frozen_[kHeads].t());
  PackedHeads kept = keysPacked(layout, all_MX);
  if (!goesOn) return kept;
  const PackedHeads turned = splitPacked(layout, all_MX, {});
  // Causal within a head, so every query head stands alone here.
  const std::int64_t looks = turned.k_NGSD.size(0);
  const auto own = turned.q_NGRD.view({looks, layout.heads, layout.room, layout.headSize});
  const auto attended = std::get<0>(at::_scaled_dot_product_flash_attention_for_cpu(
      own, turned.k_NGSD.repeat_interleave(layout.shared(), 1), turned.v_NGSD.repeat_interleave(layout.shared(), 1),
      /*dropout_p=*/0.0, /*is_causal=*/true));
  addPacked(multiplyPacked(gatherPacked(layout, attended), frozen_[kOutput].t()), x_MW);
  NormedRows32 middle{x_MW, feedForwardGain_W_, {}, epsilon_};
  const auto hidden_M2F = multiplyPacked(normPacked(&middle, type), frozen_[kGateUp].t());
  addPacked(multiplyPacked(gatedPacked(hidden_M2F), frozen_[kDown].t()), x_MW);
  return kept;
}

void PackedLayer::route(const RoutedWeights& routed, torch::Tensor y_MW, torch::Tensor* load, Kept* kept) const {
  const std::int64_t experts = routed.router_EW.size(0);
  RoutedRows& rows = kept->routed;
  const auto logits_ME = multiplyPacked(kept->h2_MW.to(torch::kFloat32), routed.router_EW.t());
  const ExpertChoice choice = chooseExperts(logits_ME, routed.bias_E, routed.topK);
  rows.expert_MK = choice.expert_TK;
  rows.weight_MK = choice.weight_TK;
  rows.hidden_ME2F = multiplyPacked(kept->h2_MW, routed.gateUp_E2JW.t());
  rows.experts = experts;
  kept->weighted_MEJ = routedPacked(rows);
  addProductPacked(kept->weighted_MEJ, routed.down_WEJ.t(), y_MW);
  if (load != nullptr) *load = rows.expert_MK;
}

void PackedLayer::routeGradient(const RoutedWeights& routed, const torch::Tensor& dy_MW, torch::Tensor dh_MW,
                                LayerGradient* gradient) const {
  const std::int64_t experts = kept_.routed.experts;
  const std::int64_t width = dy_MW.size(1);
  const RoutedGradient inner = routedPackedGradient(kept_.routed, multiplyPacked(dy_MW, routed.down_WEJ));
  if (routed.learns) {
    gradient->down = multiplyPacked(dy_MW.t(), kept_.weighted_MEJ)
                         .to(torch::kFloat32)
                         .view({width, experts, -1})
                         .permute({1, 0, 2})
                         .contiguous();
    gradient->gateUp =
        multiplyPacked(inner.hidden_ME2F.t(), kept_.h2_MW).to(torch::kFloat32).view({experts, -1, width});
    gradient->router = multiplyPacked(inner.logits_ME.t(), kept_.h2_MW.to(torch::kFloat32));
  }
  addProductPacked(inner.hidden_ME2F, routed.gateUp_E2JW, dh_MW);
  dh_MW.add_(multiplyPacked(inner.logits_ME, routed.router_EW).to(dh_MW.scalar_type()));
}

void PackedLayer::forward(const LayerAdapter& adapter, const PackedLayout& layout, const PackedHeads& context,
                          torch::Tensor x_MW, torch::Tensor* load, bool keeps) {
  const auto type = frozen_[kHeads].scalar_type();
  Kept kept;
  kept.before = {keeps ? x_MW.clone() : x_MW, attentionGain_W_, {}, epsilon_};
  kept.h1_MW = normPacked(&kept.before, type);
  kept.heads = splitPacked(layout, linear(adapter, kHeads, kept.h1_MW, &kept.inner_MK[kHeads]), context);
  std::tie(kept.attended_NGRD, kept.logSum) =
      at::_scaled_dot_product_flash_attention_for_cpu(kept.heads.q_NGRD, kept.heads.k_NGSD, kept.heads.v_NGSD,
                                                      /*dropout_p=*/0.0, /*is_causal=*/false, layout.mask_N1QRS);
  kept.out_MX = gatherPacked(layout, kept.attended_NGRD);
  addPacked(linear(adapter, kOutput, kept.out_MX, &kept.inner_MK[kOutput]), x_MW);
  kept.middle = {keeps ? x_MW.clone() : x_MW, feedForwardGain_W_, {}, epsilon_};
  kept.h2_MW = normPacked(&kept.middle, type);
  kept.hidden_M2F = linear(adapter, kGateUp, kept.h2_MW, &kept.inner_MK[kGateUp]);
  kept.gated_MF = gatedPacked(kept.hidden_M2F);
  auto y_MW = linear(adapter, kDown, kept.gated_MF, &kept.inner_MK[kDown]);
  if (adapter.routed.router_EW.defined()) route(adapter.routed, y_MW, load, &kept);
  addPacked(y_MW, x_MW);
  if (keeps) kept_ = std::move(kept);
}

LayerGradient PackedLayer::backward(const LayerAdapter& adapter, const PackedLayout& layout, torch::Tensor dx_MW) {
  const auto type = frozen_[kHeads].scalar_type();
  LayerGradient gradient;
  auto dy_MW = narrowPacked(dx_MW, type);
  const auto dGated_MF = linearGradient(adapter, kDown, kept_.gated_MF, dy_MW, &gradient);
  auto dh_MW =
      linearGradient(adapter, kGateUp, kept_.h2_MW, gatedPackedGradient(kept_.hidden_M2F, dGated_MF), &gradient);
  if (adapter.routed.router_EW.defined()) routeGradient(adapter.routed, dy_MW, dh_MW, &gradient);
  normPackedGradient(kept_.middle, dh_MW, dx_MW);

  dy_MW = narrowPacked(dx_MW, type);
  const auto dOut_MX = linearGradient(adapter, kOutput, kept_.out_MX, dy_MW, &gradient);
  PackedHeads dHeads;
  std::tie(dHeads.q_NGRD, dHeads.k_NGSD, dHeads.v_NGSD) = at::_scaled_dot_product_flash_attention_for_cpu_backward(
      scatterPacked(layout, dOut_MX), kept_.heads.q_NGRD, kept_.heads.k_NGSD, kept_.heads.v_NGSD, kept_.attended_NGRD,
      kept_.logSum, /*dropout_p=*/0.0, /*is_causal=*/false, layout.mask_N1QRS);
  dh_MW = linearGradient(adapter, kHeads, kept_.h1_MW, joinPacked(layout, dHeads), &gradient);
  normPackedGradient(kept_.before, dh_MW, dx_MW);
  kept_ = Kept();
  return gradient;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/probe.h"

#include "engine/attention/attention_mass.h"

namespace lacuna::engine {

void FillProbe::begin() {
  sum_FK_ = torch::Tensor();
  mean_K_ = torch::Tensor();
  layers_ = 0;
  layerMass_.clear();
  choices_.clear();
}

torch::Tensor FillProbe::mass_FK() const { return layers_ == 0 ? sum_FK_ : sum_FK_ / layers_; }

torch::Tensor FillProbe::mass_K() const { return mean_K_.defined() ? mean_K_ : mass_FK().mean(0); }

void FillProbe::addLayer(const ModelConfig& config, const torch::Tensor& q_FHD, const torch::Tensor& k_KGD,
                         const StreamPlan& plan) {
  const torch::NoGradGuard noGrad;
  const auto& use = plan.use[static_cast<std::size_t>(layers_)];
  std::vector<torch::Tensor> groups;
  std::int64_t head = 0;
  std::int64_t keyHead = 0;
  torch::Tensor layer_FK;
  for (std::size_t g = 0; g < config.heads.size(); ++g) {
    const HeadGroup& group = config.heads[g];
    const auto mass_FK =
        attentionMass(q_FHD.narrow(1, head, group.heads), k_KGD.narrow(1, keyHead, group.keyHeads), plan.plans[use[g]]);
    const auto weighted = mass_FK * (static_cast<double>(group.heads) / config.headCount());
    layer_FK = g == 0 ? weighted : layer_FK + weighted;
    if (detail_ == Detail::kLayers) groups.push_back(mass_FK);
    head += group.heads;
    keyHead += group.keyHeads;
  }
  sum_FK_ = layers_ == 0 ? layer_FK : sum_FK_ + layer_FK;
  if (detail_ == Detail::kLayers) layerMass_.push_back(torch::stack(groups));
  ++layers_;
}

void FillProbe::addChoice(const ExpertChoice& choice) {
  choices_.push_back({choice.logits_TE.detach().cpu(), choice.expert_TK.cpu(), choice.weight_TK.detach().cpu()});
}

std::vector<std::int64_t> probedRows(const FillPlan& plan, const Layout& layout) {
  std::vector<std::int64_t> rows = plan.kept;
  for (std::int64_t row = layout.reading; row < layout.total(); ++row) rows.push_back(row);
  return rows;
}

}  // namespace lacuna::engine

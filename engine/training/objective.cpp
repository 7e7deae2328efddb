// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/objective.h"

#include "engine/gradients/row_functions.h"

namespace lacuna::engine {
namespace {

constexpr double kStartSigma = 0.1;  // DiffuSeq: sqrt(1 - abar(0)), the noise on a clean embedding
constexpr double kMaskNorm = 0.01;

torch::Tensor crossEntropy(const torch::Tensor& logits, const torch::Tensor& targets) {
  return at::cross_entropy_loss(logits.to(torch::kFloat32), targets, {}, at::Reduction::None);
}

torch::Tensor rowsOf(const torch::Tensor& chosen_F) { return chosen_F.nonzero().squeeze(1); }

// sum of weight * loss over norm; norm undefined: the sum of the weights.
torch::Tensor weighted(const torch::Tensor& hidden_FW, const ObjectiveInput& input, const torch::Tensor& weight_F,
                       const torch::Tensor& norm) {
  const auto rows = rowsOf(weight_F);
  const auto weight = weight_F.index_select(0, rows);
  const auto entropy = input.model.tokenLoss(pickRows(hidden_FW, rows), input.target_F.index_select(0, rows));
  return (entropy * weight).sum() / (norm.defined() ? norm : weight.sum()).clamp_min(1.0);
}

torch::Tensor bound(const torch::Tensor& hidden_FW, const ObjectiveInput& input) {
  const auto level_F = torch::tensor(input.batch.level_F).to(hidden_FW.device());
  const auto weight_F = torch::where(input.noised.masked_F, 1.0 / level_F.clamp_min(1e-3), torch::zeros_like(level_F));
  return weighted(hidden_FW, input, weight_F, (level_F > 0).sum().to(torch::kFloat32));
}

torch::Tensor nextToken(const torch::Tensor& hidden_FW, const ObjectiveInput& input, const torch::Tensor& chosen_F) {
  const auto rows = rowsOf(chosen_F.logical_and(input.next_F >= 0));
  return input.model.tokenLoss(pickRows(hidden_FW, rows), input.next_F.index_select(0, rows)).mean();
}

torch::Tensor regression(const torch::Tensor& hidden_FW, const ObjectiveInput& input) {
  const auto rows = rowsOf(input.noised.weight_F);
  const auto target = input.target_F.index_select(0, rows);
  const auto x0 = input.model.embed(target).to(torch::kFloat32);
  const auto difference = x0 - input.model.output(hidden_FW.index_select(0, rows)).to(torch::kFloat32);
  const auto start = x0 + kStartSigma * input.noised.noise_FW.index_select(0, rows);
  const auto rounding = crossEntropy(input.model.decode(start), target).mean();
  return difference.square().mean() + rounding + kMaskNorm * input.model.maskState().norm();
}

}  // namespace

torch::Tensor trainingLoss(const torch::Tensor& hidden_FW, const ObjectiveInput& input) {
  if (input.next_F.defined()) return nextToken(hidden_FW, input, torch::ones_like(input.next_F, torch::kBool));
  if (input.noise.regresses()) return regression(hidden_FW, input);
  if (input.weighting == Weighting::kBound) return bound(hidden_FW, input);
  return weighted(hidden_FW, input, input.noised.weight_F, {});
}

torch::Tensor heldOutLoss(const torch::Tensor& hidden_FW, const ObjectiveInput& input) {
  if (input.next_F.defined()) {
    // Rows after which a middle's token stands.
    const auto inGap_F = torch::tensor(input.batch.gap_F).to(hidden_FW.device()) >= 0;
    return nextToken(hidden_FW, input, inGap_F.roll(-1));
  }
  const auto masked_F = input.noised.masked_F.to(torch::kFloat32);
  const bool masks = masked_F.any().item<bool>();
  return weighted(hidden_FW, input, masks ? masked_F : input.noised.weight_F, {});
}

}  // namespace lacuna::engine

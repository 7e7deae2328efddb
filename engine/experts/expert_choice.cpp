// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/expert_choice.h"

#include <algorithm>
#include <cmath>

namespace lacuna::engine {

void chooseExperts(const ChoiceRows& task, std::int64_t* expert_TK, float* weight_TK) {
  std::vector<float> probability(static_cast<std::size_t>(task.experts));
  std::vector<float> rank(static_cast<std::size_t>(task.experts));
  for (std::int64_t row = 0; row < task.rows; ++row, expert_TK += task.topK, weight_TK += task.topK) {
    const float* const logit = task.logits_TE + row * task.experts;
    const float most = *std::max_element(logit, logit + task.experts);
    float sum = 0;
    for (std::int64_t e = 0; e < task.experts; ++e)
      sum += probability[static_cast<std::size_t>(e)] = std::exp(logit[e] - most);
    for (std::size_t e = 0; e < rank.size(); ++e) {
      probability[e] /= sum;
      rank[e] = probability[e] + task.bias_E[e];
    }
    float chosen = 0;
    for (int k = 0; k < task.topK; ++k) {
      const auto best = std::max_element(rank.begin(), rank.end());
      const auto at = best - rank.begin();
      *best = -INFINITY;
      expert_TK[k] = at;
      chosen += weight_TK[k] = probability[static_cast<std::size_t>(at)];
    }
    for (int k = 0; k < task.topK; ++k) weight_TK[k] /= chosen;
  }
}

ExpertChoice chooseExperts(const torch::Tensor& logits_TE, const torch::Tensor& bias_E, int topK) {
  ExpertChoice choice;
  choice.logits_TE = logits_TE;
  if (logits_TE.is_cpu()) {
    const auto logits = logits_TE.detach().contiguous();
    const auto bias = bias_E.contiguous();
    choice.expert_TK = torch::empty({logits.size(0), topK}, torch::kInt64);
    const auto unused = torch::empty({logits.size(0), topK});
    chooseExperts({logits.const_data_ptr<float>(), bias.const_data_ptr<float>(), logits.size(0), logits.size(1), topK},
                  choice.expert_TK.data_ptr<std::int64_t>(), unused.data_ptr<float>());
  } else {
    choice.expert_TK = std::get<1>((logits_TE.detach().softmax(-1) + bias_E).topk(topK, -1));
  }
  // The softmax over the chosen is their probabilities, made to sum to 1.
  choice.weight_TK = logits_TE.gather(-1, choice.expert_TK).softmax(-1);
  return choice;
}

void ExpertLoad::add(const ExpertChoice& choice, std::size_t layer) {
  const auto z = choice.logits_TE.logsumexp(-1).square().mean();
  zLoss = zLoss.defined() ? zLoss + z : z;
  if (tokens_E.size() <= layer) {
    tokens_E.resize(layer + 1);
    entropy.resize(layer + 1);
  }
  const torch::NoGradGuard noGrad;
  const auto flat = choice.expert_TK.view({-1, 1});
  const auto count = (flat == torch::arange(choice.logits_TE.size(1), flat.options())).sum(0).to(torch::kFloat32);
  const auto logProbability = choice.logits_TE.detach().log_softmax(-1);
  const auto spread = -(logProbability.exp() * logProbability).sum();
  tokens_E[layer] = tokens_E[layer].defined() ? tokens_E[layer] + count : count;
  entropy[layer] = entropy[layer].defined() ? entropy[layer] + spread : spread;
  if (layer == 0) tokens += static_cast<double>(choice.logits_TE.size(0));
}

}  // namespace lacuna::engine

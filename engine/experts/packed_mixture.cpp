// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/packed_mixture.h"

#include <ATen/Parallel.h>

namespace lacuna::engine {
std::vector<ExpertShare> shareOut(const std::int64_t* expert_TK, const float* weight_TK, std::int64_t rows, int topK,
                                  std::size_t experts) {
  std::vector<ExpertShare> shares(experts);
  for (std::int64_t i = 0; i < rows * topK; ++i) {
    ExpertShare& share = shares[static_cast<std::size_t>(expert_TK[i])];
    share.up.in.push_back(i / topK);
    share.up.out.push_back(i);
    share.down.scale.push_back(weight_TK[i]);
  }
  for (ExpertShare& share : shares) {
    share.down.in = share.up.out;
    share.down.out = share.up.in;
  }
  return shares;
}

PackedMixture packMixture(const Mixture& weights, Precision precision) {
  PackedMixture packed;
  packed.shared = PackedSwiGlu(weights.shared, precision);
  for (std::int64_t e = 0; e < weights.gateUp_E2FD.size(0); ++e)
    packed.experts.emplace_back(SwiGlu{weights.gateUp_E2FD[e], weights.down_EDF[e]}, precision);
  return packed;
}

torch::Tensor swiGlu(const torch::Tensor& x_TD, const PackedSwiGlu& weights) {
  return weights.down(weights.gateUp(x_TD));
}

torch::Tensor mixture(const torch::Tensor& x_TD, const ExpertChoice& choice, const PackedMixture& weights) {
  const auto chosen = choice.expert_TK.contiguous();
  const auto weight = choice.weight_TK.contiguous();
  const std::vector<ExpertShare> shares =
      shareOut(chosen.const_data_ptr<std::int64_t>(), weight.const_data_ptr<float>(), chosen.size(0),
               static_cast<int>(chosen.size(1)), weights.experts.size());
  const auto hidden =
      torch::empty({choice.expert_TK.numel(), weights.experts.front().gateUp.outputs()}, x_TD.options());
  const auto eachExpert = [&](const auto& work) {
    for (std::size_t e = 0; e < shares.size(); ++e) {
      if (!shares[e].up.in.empty()) work(weights.experts[e], shares[e]);
    }
  };
  at::parallel_for(0, weights.experts.front().gateUp.panels(), 1, [&](std::int64_t first, std::int64_t last) {
    eachExpert([&](const PackedSwiGlu& expert, const ExpertShare& share) {
      expert.gateUp.multiply(x_TD, share.up, hidden, first, last);
    });
  });
  auto out = swiGlu(x_TD, weights.shared);
  // Threads take columns, and each adds the experts in their order: the sum is the same with any number of them.
  at::parallel_for(0, weights.shared.down.panels(), 1, [&](std::int64_t first, std::int64_t last) {
    eachExpert([&](const PackedSwiGlu& expert, const ExpertShare& share) {
      expert.down.multiply(hidden, share.down, out, first, last);
    });
  });
  return out;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/packed_mixture.h"

#include <ATen/Parallel.h>

namespace lacuna::engine {
namespace {

// Which tokens go to an expert, and where its hidden rows stand.
struct Share {
  RowChoice up;
  RowChoice down;
};

std::vector<Share> shareOut(const ExpertChoice& choice, std::size_t experts) {
  const auto chosen = choice.expert_TK.contiguous();
  const auto weight = choice.weight_TK.contiguous();
  const auto* expert = chosen.const_data_ptr<std::int64_t>();
  const auto* scale = weight.const_data_ptr<float>();
  std::vector<Share> shares(experts);
  for (std::int64_t i = 0; i < chosen.numel(); ++i) {
    Share& share = shares[static_cast<std::size_t>(expert[i])];
    share.up.in.push_back(i / chosen.size(1));
    share.up.out.push_back(i);
    share.down.scale.push_back(scale[i]);
  }
  for (Share& share : shares) {
    share.down.in = share.up.out;
    share.down.out = share.up.in;
  }
  return shares;
}

}  // namespace

PackedMixture packMixture(const Mixture& weights) {
  PackedMixture packed;
  packed.shared = PackedSwiGlu(weights.shared);
  for (std::int64_t e = 0; e < weights.gateUp_E2FD.size(0); ++e)
    packed.experts.emplace_back(SwiGlu{weights.gateUp_E2FD[e], weights.down_EDF[e]});
  return packed;
}

torch::Tensor swiGlu(const torch::Tensor& x_TD, const PackedSwiGlu& weights) {
  return weights.down(weights.gateUp(x_TD));
}

torch::Tensor mixture(const torch::Tensor& x_TD, const ExpertChoice& choice, const PackedMixture& weights) {
  const std::vector<Share> shares = shareOut(choice, weights.experts.size());
  const auto hidden =
      torch::empty({choice.expert_TK.numel(), weights.experts.front().gateUp.outputs()}, x_TD.options());
  const auto eachExpert = [&](const auto& work) {
    for (std::size_t e = 0; e < shares.size(); ++e) {
      if (!shares[e].up.in.empty()) work(weights.experts[e], shares[e]);
    }
  };
  at::parallel_for(0, weights.experts.front().gateUp.panels(), 1, [&](std::int64_t first, std::int64_t last) {
    eachExpert([&](const PackedSwiGlu& expert, const Share& share) {
      expert.gateUp.multiply(x_TD, share.up, hidden, first, last);
    });
  });
  auto out = swiGlu(x_TD, weights.shared);
  // Threads take columns, and each adds the experts in their order: the sum is the same with any number of them.
  at::parallel_for(0, weights.shared.down.panels(), 1, [&](std::int64_t first, std::int64_t last) {
    eachExpert([&](const PackedSwiGlu& expert, const Share& share) {
      expert.down.multiply(hidden, share.down, out, first, last);
    });
  });
  return out;
}

}  // namespace lacuna::engine

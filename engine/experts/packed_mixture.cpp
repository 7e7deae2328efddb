// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/experts/packed_mixture.h"

#include <ATen/Parallel.h>

namespace lacuna::engine {
namespace {

// Which rows go to an expert, and where its hidden rows stand: row i of token t for its i-th choice at t K + i.
struct ExpertShare {
  RowChoice up;    // from rows to hidden rows
  RowChoice down;  // from hidden rows to rows, weighted
};

// Per expert.
std::vector<ExpertShare> shareOut(const std::int64_t* expert_TK, const float* weight_TK, std::int64_t rows,
                                  const PackedMixture& weights) {
  std::vector<ExpertShare> shares(weights.experts.size());
  for (std::int64_t i = 0; i < rows * weights.topK; ++i) {
    ExpertShare& share = shares[static_cast<std::size_t>(expert_TK[i])];
    share.up.in.push_back(i / weights.topK);
    share.up.out.push_back(i);
    share.down.scale.push_back(weight_TK[i]);
  }
  for (ExpertShare& share : shares) {
    share.down.in = share.up.out;
    share.down.out = share.up.in;
  }
  return shares;
}

// work(expert, share), of those that got rows, in their order.
template <class Work>
void eachExpert(const PackedMixture& weights, const std::vector<ExpertShare>& shares, const Work& work) {
  for (std::size_t e = 0; e < shares.size(); ++e) {
    if (!shares[e].up.in.empty()) work(weights.experts[e], shares[e]);
  }
}

}  // namespace

PackedMixture::PackedMixture(const Mixture& weights, Precision precision)
    : router(weights.router_ED), bias_E(weights.bias_E), topK(weights.topK) {
  for (std::int64_t e = 0; e < weights.gateUp_E2FD.size(0); ++e)
    experts.emplace_back(SwiGlu{weights.gateUp_E2FD[e], weights.down_EDF[e]}, precision);
}

ExpertChoice chooseExperts(const torch::Tensor& x_TD, const PackedMixture& weights) {
  return chooseExperts(weights.router(x_TD), weights.bias_E, weights.topK);
}

torch::Tensor addExperts(const torch::Tensor& out_TD, const torch::Tensor& x_TD, const ExpertChoice& choice,
                         const PackedMixture& weights) {
  const auto chosen = choice.expert_TK.contiguous();
  const auto weight = choice.weight_TK.contiguous();
  const std::vector<ExpertShare> shares =
      shareOut(chosen.const_data_ptr<std::int64_t>(), weight.const_data_ptr<float>(), chosen.size(0), weights);
  const PackedSwiGlu& first = weights.experts.front();
  const auto hidden = torch::empty({choice.expert_TK.numel(), first.gateUp.outputs()}, x_TD.options());
  at::parallel_for(0, first.gateUp.panels(), 1, [&](std::int64_t begin, std::int64_t end) {
    eachExpert(weights, shares, [&](const PackedSwiGlu& expert, const ExpertShare& share) {
      expert.gateUp.multiply(x_TD, share.up, hidden, begin, end);
    });
  });
  // Threads take columns, and each adds the experts in their order: the sum is the same with any number of them.
  at::parallel_for(0, first.down.panels(), 1, [&](std::int64_t begin, std::int64_t end) {
    eachExpert(weights, shares, [&](const PackedSwiGlu& expert, const ExpertShare& share) {
      expert.down.multiply(hidden, share.down, out_TD, begin, end);
    });
  });
  return out_TD;
}

void addExperts(const ExpertRows& task, const PackedMixture& weights) {
  const std::vector<ExpertShare> shares = shareOut(task.expert_TK, task.weight_TK, task.rows, weights);
  const PackedSwiGlu& first = weights.experts.front();
  const std::int64_t width = first.gateUp.outputs();
  eachExpert(weights, shares, [&](const PackedSwiGlu& expert, const ExpertShare& share) {
    expert.gateUp.multiply(task.x_TD, share.up, {task.between_TKF, width});
  });
  task.hidden->set({task.between_TKF, width, task.rows * weights.topK}, width, first.down.precision());
  eachExpert(weights, shares, [&](const PackedSwiGlu& expert, const ExpertShare& share) {
    expert.down.multiply(*task.hidden, share.down, task.out);
  });
}

}  // namespace lacuna::engine

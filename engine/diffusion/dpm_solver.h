// SPDX-License-Identifier: GPL-3.0-or-later
// DPM-Solver++(2M) (Lu et al. 2022, arXiv:2211.01095, algorithm 2): second-order multistep integration of the
// probability-flow equation, one look of the model a step, the model predicting the clean state.
//
// It works on y = x - m. DiffuSeq-v2's published solver starts from N(0, I) without m and runs unshifted algebra over
// shifted states; over y the algebra is right as it stands, and m = 0 gives the plain process.
#pragma once

#include "engine/diffusion/level.h"

namespace lacuna::engine {

class DpmSolver {
 public:
  // y_FW at level from; clean_FW: the model's y_0 for it. Returns y at level to. Call it with descending levels; the
  // first step has no history and is of first order.
  torch::Tensor step(const torch::Tensor& y_FW, const torch::Tensor& clean_FW, const Level& from, const Level& to);
  // The rows become so many copies of themselves, one after the other, history and all.
  void repeat(std::int64_t times);

 private:
  torch::Tensor lastClean_FW_;
  torch::Tensor lastH_F1_;
};

}  // namespace lacuna::engine

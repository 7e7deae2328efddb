// SPDX-License-Identifier: GPL-3.0-or-later
// Muon (Jordan et al. 2024: momentum, orthogonalised by Newton-Schulz) on matrices, AdamW (Loshchilov & Hutter 2019,
// arXiv:1711.05101) on everything else, or AdamW on all.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/denoiser/parameters.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {

struct OptimizerOptions {
  bool muon = true;
  double muonRate = 0.02;
  double momentum = 0.95;
  double adamRate = 3e-3;
  double beta1 = 0.9;
  double beta2 = 0.99;
  double epsilon = 1e-10;
  double weightDecay = 0.02;
  double clip = 1.0;  // largest norm of all gradients together
};

class Optimizer {
 public:
  // The parameters must outlive it.
  Optimizer(Parameters* parameters, const OptimizerOptions& options);

  // One update from the parameters' gradients, which it then clears. rate scales both learning rates.
  // Returns the norm of the gradients before clipping; not finite: nothing was changed.
  double step(double rate);

  // Clears the gradients without an update.
  void forget();

  // Moments and step count by name, for a checkpoint; load() takes what state() gave.
  NamedTensors state() const;
  void load(const NamedTensors& state);

 private:
  void stepAdam(double rate);
  void stepMuon(double rate);
  bool usesMuon(const Parameter& parameter) const;

  Parameters* parameters_;
  OptimizerOptions options_;
  std::vector<torch::Tensor> first_;   // Adam's first moment, or Muon's momentum
  std::vector<torch::Tensor> second_;  // undefined for Muon and buffers
  std::int64_t steps_ = 0;
};

// Five quintic Newton-Schulz steps: singular values of each [.., r, c] matrix go near 1.
torch::Tensor orthogonalize(const torch::Tensor& matrices_NRC);

}  // namespace lacuna::engine

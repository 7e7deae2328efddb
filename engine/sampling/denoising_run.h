// SPDX-License-Identifier: GPL-3.0-or-later
// One run over the gaps of one document: prepared keys, candidates, and the loop of steps.
#pragma once

#include <vector>

#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/noise_process.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/seams.h"

namespace lacuna::engine {

struct RunSetup {
  const Denoiser* model = nullptr;
  const Tokenizer* tokenizer = nullptr;
  const NoiseProcess* noise = nullptr;
  const Sampler* sampler = nullptr;
  Layout layout;            // one document with its candidates
  std::vector<Seam> seams;  // per gap
  SamplerOptions options;
  std::uint64_t seed = 1;
};

class DenoisingRun {
 public:
  // plan: of the setup's layout; kept: the keys and values of its kept rows.
  DenoisingRun(RunSetup setup, FillPlan plan, const KeyValues& kept);

  // Step 1 .. options.steps, in order: one look of the model at all candidates, then the sampler's move.
  void advance(int step);

  const std::vector<Candidate>& candidates() const { return candidates_; }

 private:
  NoisedTokens present(int step) const;

  RunSetup setup_;
  FillPlan plan_;
  KeyValues prepared_;
  torch::Tensor noise_FW_;
  torch::Tensor barred_FV_;  // float32, 0 or -inf
  std::vector<bool> longTokens_V_;
  std::vector<Candidate> candidates_;
  Guess guess_;
};

}  // namespace lacuna::engine

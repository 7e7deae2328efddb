// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sampling/sampler.h"

namespace lacuna::engine {

// Surest first: each step draws a token for every slot that is still noise and settles the likeliest draws, on a
// straight line from none to all (MaskGIT, Chang et al. 2022, arXiv:2202.04200, with a linear schedule). The last
// eighth of the steps corrects: the settled token that the model believes in least goes back to noise and is drawn
// again, each at most once (after ReMDM, arXiv:2503.00307).
// A draw never repeats a settled neighbour.
class ConfidenceOrder : public Sampler {
 public:
  void advance(int step, const SamplerOptions& options, const torch::Tensor& logits_FV,
               std::vector<Candidate>* candidates) const override;
};

}  // namespace lacuna::engine

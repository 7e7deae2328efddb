// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/sampling/sampler.h"

namespace lacuna::engine {

// Surest first: each step draws a token for every slot that is still noise and settles the likeliest draws, on a
// straight line from none to all (MaskGIT, Chang et al. 2022, arXiv:2202.04200, with a linear schedule). The last
// eighth of the steps corrects: the settled token that the model believes in least goes back to noise and is drawn
// again, each at most once (after ReMDM, arXiv:2503.00307).
// Surest first alone would settle every "the" and comma before the first noun, and leave the nouns no room: Gumbel
// noise on the order, falling to none, spreads it. A draw never repeats a settled neighbour, and longer tokens that the
// gap holds already are less likely.
class ConfidenceOrder : public Sampler {
 public:
  void advance(int step, const SamplerOptions& options, const torch::Tensor& logits_FV,
               const std::vector<bool>& longTokens_V, std::vector<Candidate>* candidates) const override;
};

}  // namespace lacuna::engine

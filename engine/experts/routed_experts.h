// SPDX-License-Identifier: GPL-3.0-or-later
// The routed part of a mixture on a processor with AVX2, differentiable: rows are put in order of their expert once,
// each expert is one matrix product over its run, and each expert's gradient is written to its own place in the
// stack, where a tensor of the whole stack per expert would have to be cleared and added.
//
// Shapes: as in mixture.h.
#pragma once

#include <torch/types.h>

#include "engine/experts/mixture.h"

namespace lacuna::engine {

bool suitsRoutedExperts(const torch::Tensor& x_TD, const Mixture& weights);

// sum over k of weight_TK[t, k] expert_TK[t, k](x[t]): [T, D]. Without the shared expert.
torch::Tensor routedExperts(const torch::Tensor& x_TD, const ExpertChoice& choice, const Mixture& weights);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include "engine/attention/block_plan.h"

namespace lacuna::engine {

// The weights that attend() gives each key, mean over the heads: float32 [Q, K], each row sums to 1, zero where a
// query sees nothing; on the CPU where the plan is a GPU's. For looking at a model; costs what attend() costs, and Q x
// K floats of memory. q_QHD, k_KGD: as in attend().
torch::Tensor attentionMass(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const AttentionPlan& plan);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// attend() on a processor with AVX2, by the kernels of avx2_kernel.h and avx2_gradient.h: a block of queries and a key
// head is one task. Gradients keep what went in and came out and one number a row and head; the weights are computed
// again. Sums are taken in the order of the plan's blocks, so the result does not depend on the number of threads.
//
// Shapes: as in attend.h.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/attention/block_plan.h"

namespace lacuna::engine {

// float32 on this processor, heads of a multiple of 16 numbers, one head after the other.
bool suitsTiles(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD);

// The slices cover all heads. Differentiable in q, k, v.
torch::Tensor attendByTiles(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                            const std::vector<HeadSlice>& slices);

}  // namespace lacuna::engine

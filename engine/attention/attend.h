// SPDX-License-Identifier: GPL-3.0-or-later
// Scaled dot-product attention over packed rows, sparse and dense.
//
// Shapes: Q query rows, K key rows, H query heads, G key heads (G divides H: grouped queries), D head size.
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/attention/block_plan.h"

namespace lacuna::engine {

// q_QHD, k_KGD, v_KGD: one dtype and device. Each query attends to the keys of its plan. Cost: the plan's blocks.
// Returns [Q, H, D]. Differentiable in q, k, v. Throws Error(kInternal) when the shapes do not fit the plan.
// In float32 on a CPU with AVX2 by attendByTiles (tiled_attention.h); on a GPU by its module's kernel, where the plan
// has lists; else by attendByLibrary.
torch::Tensor attend(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                     const AttentionPlan& plan);

// Runs of heads, each with a plan of its own, side by side in the result: [Q, H, D], where the slices' heads are H in
// all.
torch::Tensor attendSlices(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                           const std::vector<HeadSlice>& slices);

// attend() with ATen's attention over gathered blocks: any dtype and device.
torch::Tensor attendByLibrary(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                              const AttentionPlan& plan);

// The plain twin: visible_QK is bool, true where a query sees a key; each row must see a key. Cost O(Q K).
torch::Tensor attendDense(const torch::Tensor& q_QHD, const torch::Tensor& k_KGD, const torch::Tensor& v_KGD,
                          const torch::Tensor& visible_QK);

}  // namespace lacuna::engine

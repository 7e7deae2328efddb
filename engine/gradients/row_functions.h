// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer does to its rows, differentiable. In float32 on a processor with AVX2 by the kernels of
// avx2_rows_gradient.h, one pass over the rows each way; else, and as the plain twin that tests compare with, by ATen.
// Gradients of gains are summed over fixed parts of the rows, so results do not depend on the number of threads.
//
// Shapes: T rows, W width, H query heads, G key heads, D head size, F hidden width, V vocabulary.
#pragma once

#include <torch/types.h>

#include "engine/attention/rotary.h"

namespace lacuna::engine {

constexpr double kOwnEpsilon = 1e-6;  // of the norms of models trained here; a base has its own

// x / sqrt(mean(x^2) + epsilon) over the last dimension, times gain; gain may be undefined: 1.
torch::Tensor normRowsBy(const torch::Tensor& x_TW, const torch::Tensor& gain_W, double epsilon = kOwnEpsilon);
torch::Tensor normRowsPlainly(const torch::Tensor& x, const torch::Tensor& gain, double epsilon = kOwnEpsilon);

struct SplitHeads {
  torch::Tensor q_THD;  // normed and turned; undefined where there are no query heads
  torch::Tensor k_TGD;  // normed; turned where keys are
  torch::Tensor v_TGD;  // as it was
};

// Queries, keys and values of one product, side by side in each row: [T, (H + 2 G) D].
struct HeadNorms {
  torch::Tensor queryGain_D;
  torch::Tensor keyGain_D;
  RotaryTable query;
  RotaryTable key;  // undefined: keys are not turned
  std::int64_t queryHeads = 0;
};
SplitHeads splitHeads(const torch::Tensor& all_TX, const HeadNorms& norms);
SplitHeads splitHeadsPlainly(const torch::Tensor& all_TX, const HeadNorms& norms);

// rotate() of attention/rotary.h.
torch::Tensor turnHeads(const torch::Tensor& x_THD, const RotaryTable& table);

// silu(gate) up; gate and up side by side: [T, 2 F] -> [T, F]
torch::Tensor gatedProduct(const torch::Tensor& hidden_T2F);
torch::Tensor gatedProductPlainly(const torch::Tensor& hidden_T2F);

// index_select(0, row_N).
torch::Tensor pickRows(const torch::Tensor& x_T, const torch::Tensor& row_N);

// -log softmax(x weight^T)[target] of each row, float32 [T]: the logits are kept once and become their own gradient, so
// nothing can be derived from it twice.
torch::Tensor tokenLoss(const torch::Tensor& x_TW, const torch::Tensor& weight_VW, const torch::Tensor& target_T);
torch::Tensor tokenLossPlainly(const torch::Tensor& x_TW, const torch::Tensor& weight_VW,
                               const torch::Tensor& target_T);

// Whether the kernels take a tensor whose last dimension is as wide as that.
bool suitsRowKernels(const torch::Tensor& x);

}  // namespace lacuna::engine

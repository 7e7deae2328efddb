// SPDX-License-Identifier: GPL-3.0-or-later
// The products of an adapter's training, on all threads: as LibTorch's, and for bfloat16 on a processor with AVX-512
// BF16 but without tiles by hand (linear/avx512_bfloat), where oneDNN's take three times as long.
//
// Shapes: M rows, K inputs, N outputs.
#pragma once

#include <torch/types.h>

namespace lacuna::engine {

// x w, in their type. Either may be a transposed view.
torch::Tensor multiplyPacked(const torch::Tensor& x_MK, const torch::Tensor& w_KN);
// y += x w.
void addProductPacked(const torch::Tensor& x_MK, const torch::Tensor& w_KN, torch::Tensor y_MN);

// Whether products in bfloat16 are quicker than in float32 here.
bool bfloatIsQuick();

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Rotary positions (Su et al. 2021, arXiv:2104.09864), half-split, on the first dimensions of each head: half of them
// in models trained here, where the other half carries content without a place; all in a pretrained base. Rotation
// happens at use, so that one key can stand at different distances for different readers. A row at kNowhere (a global)
// is zero in the rotary dimensions: it is seen by content alone.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace lacuna::engine {

struct RotaryTable {
  torch::Tensor cos_TF;  // float32 [rows, 1, turned dimensions / 2]
  torch::Tensor sin_TF;

  RotaryTable to(torch::Device device) const { return {cos_TF.to(device), sin_TF.to(device)}; }
};

// turned: leading dimensions of a head that are rotated, even.
RotaryTable makeRotary(const std::vector<std::int32_t>& positions, int turned, double base);

// x_THD -> [T, H, D]. Differentiable.
torch::Tensor rotate(const torch::Tensor& x_THD, const RotaryTable& table);

}  // namespace lacuna::engine

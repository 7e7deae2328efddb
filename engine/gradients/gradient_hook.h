// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include <functional>

namespace lacuna::engine {

// Calls `told` each time that a backward pass has put a leaf's gradient into its place, while the pass goes on; on the
// pass's thread. In place of an earlier one; nothing, where it is empty.
void onGradient(const torch::Tensor& leaf, std::function<void()> told);

}  // namespace lacuna::engine

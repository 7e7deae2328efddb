// SPDX-License-Identifier: GPL-3.0-or-later
// Gradient checkpointing (Chen et al. 2016, arXiv:1604.06174): a part of a pass whose intermediate tensors are not kept
// for the backward pass, but made again there.
#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

namespace lacuna::engine {

// A pure function of its inputs and of parameters that it knows; called a second time, it makes the same. What it
// counts on the way it counts where `again` is false.
using RecomputedPart = std::function<std::vector<torch::Tensor>(const std::vector<torch::Tensor>& inputs, bool again)>;

// What the part makes of the inputs, with gradients to the inputs and to the parameters, which are all leaf tensors
// that the part takes gradients to. Kept are the inputs and the results; the part is kept until the backward pass, and
// with it what it holds. Gradients can be derived once.
std::vector<torch::Tensor> recomputed(const RecomputedPart& part, const std::vector<torch::Tensor>& inputs,
                                      const std::vector<torch::Tensor>& parameters);

}  // namespace lacuna::engine

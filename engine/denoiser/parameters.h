// SPDX-License-Identifier: GPL-3.0-or-later
// A model's tensors by name, in a fixed order.
#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

namespace lacuna::engine {

enum class ParameterKind {
  kMatrix,     // [.., out, in]: a linear map, or a stack of them
  kEmbedding,  // rows that are looked up
  kVector,     // gains, states and scalars
  kBuffer,     // stored, not trained by gradient (the experts' balancing bias)
};

struct Parameter {
  std::string name;
  torch::Tensor tensor;
  ParameterKind kind = ParameterKind::kMatrix;
};

using Parameters = std::vector<Parameter>;

// Number of trained values.
std::int64_t countParameters(const Parameters& parameters);

// Copies by name. Throws Error(kBadModel) naming the first tensor that is missing, has another shape, or is unknown.
void copyParameters(const std::vector<std::pair<std::string, torch::Tensor>>& from, Parameters* to,
                    const std::string& where);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The KV cache: keys and values of rows that were read, layer by layer.
// Shapes: R rows, G key heads, D head size.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace lacuna::engine {

struct KeyValues {
  std::vector<torch::Tensor> key_RGD;  // per layer, before rotation
  std::vector<torch::Tensor> value_RGD;

  bool empty() const { return key_RGD.empty(); }
  std::int64_t rows() const { return empty() ? 0 : key_RGD.front().size(0); }
};

// Those of some rows.
KeyValues selectRows(const KeyValues& rows, const std::vector<std::int64_t>& indices);
// Rows [first, last): views, or copies where they are to outlive the rest.
KeyValues sliceRows(const KeyValues& rows, std::int64_t first, std::int64_t last, bool copy);
// All rows of the parts, in order.
KeyValues joinRows(const std::vector<KeyValues>& parts);
std::size_t bytesOf(const KeyValues& rows);

}  // namespace lacuna::engine

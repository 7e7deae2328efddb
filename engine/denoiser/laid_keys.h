// SPDX-License-Identifier: GPL-3.0-or-later
// The keys and values of the context, turned to their distances and laid out for attendSegments().
#pragma once

#include <torch/types.h>

#include <vector>

#include "engine/attention/avx2_segments.h"
#include "engine/attention/rotary.h"
#include "engine/denoiser/denoiser.h"
#include "engine/denoiser/fill_reach.h"

namespace lacuna::engine {

class LaidKeys {
 public:
  // One layer. keys_KGD: not turned; table: of the kept rows.
  struct Source {
    const torch::Tensor& key_KGD;
    const torch::Tensor& value_KGD;
    const RotaryTable& table;
  };
  LaidKeys(const ModelConfig& config, const FillReach& reach, int layer, const Source& source);

  KeySegment whole(int keyHead, std::int32_t gap) const { return at(whole_[keyHead], gap); }
  KeySegment window(int keyHead, std::int32_t group) const { return at(window_[keyHead], group); }
  std::size_t bytes() const { return data_.nbytes(); }

 private:
  struct Place {
    std::int64_t keys = 0;  // floats from the beginning
    std::int64_t values = 0;
    std::int64_t count = 0;
  };
  using Places = std::vector<Place>;

  Place reserve(std::size_t count);
  void lay(const Place& place, const std::vector<std::int64_t>& rows, int keyHead, const Source& source);
  KeySegment at(const Places& places, std::int32_t index) const;

  std::int64_t headSize_ = 0;
  std::int64_t size_ = 0;
  torch::Tensor data_;
  std::vector<Places> whole_;   // [key head][gap]
  std::vector<Places> window_;  // [key head][group]
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/laid_keys.h"

#include <algorithm>
#include <cstring>

#include "engine/denoiser/avx2_rows.h"

namespace lacuna::engine {
LaidKeys::Place LaidKeys::reserve(std::size_t count) {
  Place place;
  place.count = static_cast<std::int64_t>(count);
  place.keys = size_;
  size_ += (place.count + kKeyPanel - 1) / kKeyPanel * kKeyPanel * headSize_;
  place.values = size_;
  size_ += place.count * headSize_;
  return place;
}

LaidKeys::LaidKeys(const ModelConfig& config, const FillReach& reach, int layer, const Source& source)
    : headSize_(config.headSize) {
  const std::vector<std::size_t>& use = reach.use[static_cast<std::size_t>(layer)];
  std::vector<const RuleReach*> rules;  // per key head
  for (std::size_t g = 0; g < config.heads.size(); ++g)
    rules.insert(rules.end(), static_cast<std::size_t>(config.heads[g].keyHeads), &reach.rules[use[g]]);
  for (const RuleReach* rule : rules) {
    whole_.emplace_back();
    for (const auto& rows : rule->whole) whole_.back().push_back(reserve(rows.size()));
    window_.emplace_back();
    for (const auto& rows : rule->window) window_.back().push_back(reserve(rows.size()));
  }
  data_ = torch::empty({size_});
  for (std::size_t head = 0; head < rules.size(); ++head) {
    const auto keyHead = static_cast<int>(head);
    for (std::size_t gap = 0; gap < rules[head]->whole.size(); ++gap)
      lay(whole_[head][gap], rules[head]->whole[gap], keyHead, source);
    for (std::size_t group = 0; group < rules[head]->window.size(); ++group)
      lay(window_[head][group], rules[head]->window[group], keyHead, source);
  }
}

void LaidKeys::lay(const Place& place, const std::vector<std::int64_t>& rows, int keyHead, const Source& source) {
  const std::int64_t angles = source.table.cos_TF.size(-1);
  const float* const cos = source.table.cos_TF.const_data_ptr<float>();
  const float* const sin = source.table.sin_TF.const_data_ptr<float>();
  const float* const key = source.key_KGD.const_data_ptr<float>() + keyHead * source.key_KGD.stride(1);
  const float* const value = source.value_KGD.const_data_ptr<float>() + keyHead * source.value_KGD.stride(1);
  float* const keys = data_.data_ptr<float>() + place.keys;
  float* const values = data_.data_ptr<float>() + place.values;
  std::vector<float> turned(static_cast<std::size_t>(kKeyPanel * headSize_));
  for (std::int64_t first = 0; first < place.count; first += kKeyPanel) {
    const std::int64_t count = std::min(kKeyPanel, place.count - first);
    const float* heads[kKeyPanel] = {};
    for (std::int64_t j = 0; j < count; ++j) {
      const std::int64_t row = rows[static_cast<std::size_t>(first + j)];
      float* const to = turned.data() + j * headSize_;
      turnHead(key + row * source.key_KGD.stride(0), {cos + row * angles, sin + row * angles, angles}, headSize_, to);
      heads[j] = to;
      std::memcpy(values + (first + j) * headSize_, value + row * source.value_KGD.stride(0),
                  static_cast<std::size_t>(headSize_) * sizeof(float));
    }
    layKeyPanel(heads, count, headSize_, keys + first * headSize_);
  }
}

KeySegment LaidKeys::at(const Places& places, std::int32_t index) const {
  const Place& place = places[static_cast<std::size_t>(index)];
  const float* const data = data_.const_data_ptr<float>();
  return {data + place.keys, data + place.values, place.count, nullptr};
}

}  // namespace lacuna::engine

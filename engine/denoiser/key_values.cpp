// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/key_values.h"

#include "engine/gradients/row_functions.h"

namespace lacuna::engine {

KeyValues selectRows(const KeyValues& rows, const std::vector<std::int64_t>& indices) {
  if (rows.key_RGD.empty()) return {};
  bool all = static_cast<std::int64_t>(indices.size()) == rows.key_RGD.front().size(0);
  for (std::size_t i = 0; i < indices.size() && all; ++i) all = indices[i] == static_cast<std::int64_t>(i);
  if (all) return rows;
  const auto index = torch::tensor(indices, torch::kInt64).to(rows.key_RGD.front().device());
  KeyValues selected;
  for (const torch::Tensor& key : rows.key_RGD) selected.key_RGD.push_back(pickRows(key, index));
  for (const torch::Tensor& value : rows.value_RGD) selected.value_RGD.push_back(pickRows(value, index));
  return selected;
}

KeyValues sliceRows(const KeyValues& rows, std::int64_t first, std::int64_t last, bool copy) {
  KeyValues part;
  const auto cut = [&](const torch::Tensor& x) {
    const auto view = x.narrow(0, first, last - first);
    return copy ? view.clone() : view;
  };
  for (const torch::Tensor& key : rows.key_RGD) part.key_RGD.push_back(cut(key));
  for (const torch::Tensor& value : rows.value_RGD) part.value_RGD.push_back(cut(value));
  return part;
}

KeyValues joinRows(const std::vector<KeyValues>& parts) {
  KeyValues joined;
  if (parts.empty()) return joined;
  if (parts.size() == 1) return parts.front();
  for (std::size_t layer = 0; layer < parts.front().key_RGD.size(); ++layer) {
    std::vector<torch::Tensor> keys;
    std::vector<torch::Tensor> values;
    for (const KeyValues& part : parts) {
      keys.push_back(part.key_RGD[layer]);
      values.push_back(part.value_RGD[layer]);
    }
    joined.key_RGD.push_back(torch::cat(keys));
    joined.value_RGD.push_back(torch::cat(values));
  }
  return joined;
}

std::size_t bytesOf(const KeyValues& rows) {
  std::size_t bytes = 0;
  for (const torch::Tensor& key : rows.key_RGD) bytes += key.nbytes();
  for (const torch::Tensor& value : rows.value_RGD) bytes += value.nbytes();
  return bytes;
}

}  // namespace lacuna::engine

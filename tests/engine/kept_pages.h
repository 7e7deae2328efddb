// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of kept readings share.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/denoiser/key_values.h"
#include "engine/diffusion/random.h"
#include "engine/text/tokenizer.h"
#include "tests/engine/support.h"

namespace lacuna::engine::testing {

using Ids = std::vector<TokenId>;

inline Ids someIds(int count, std::uint64_t seed) {
  Random random(seed, 5);
  Ids ids;
  for (int i = 0; i < count; ++i) ids.push_back(static_cast<TokenId>(random.between(3, 49000)));
  return ids;
}

inline bool same(const KeyValues& a, const KeyValues& b) {
  if (a.key_RGD.size() != b.key_RGD.size()) return false;
  for (std::size_t l = 0; l < a.key_RGD.size(); ++l)
    if (!torch::equal(a.key_RGD[l], b.key_RGD[l]) || !torch::equal(a.value_RGD[l], b.value_RGD[l])) return false;
  return true;
}

inline std::vector<fs::path> filesIn(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace lacuna::engine::testing

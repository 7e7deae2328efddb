// SPDX-License-Identifier: GPL-3.0-or-later
// The fills of a run as the frames number its candidates, not as they are ranked.
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"

namespace lacuna::engine {

// [candidate of the frames], its fills one behind the other.
inline std::vector<std::string> textsByNumber(const InfillResult& result) {
  std::vector<std::string> all(result.candidates.size());
  const std::size_t gaps = all.empty() ? 0 : result.candidates.front().size();
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    for (std::size_t i = 0; i < all.size(); ++i)
      all[static_cast<std::size_t>(result.order[i][gap])] += result.candidates[i][gap].text + "|";
  }
  return all;
}

}  // namespace lacuna::engine

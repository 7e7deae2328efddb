// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/gap_markers.h"

#include <algorithm>

namespace lacuna::app {

FoundMarkers findMarkers(const std::string& text) {
  FoundMarkers found;
  for (const GapMarker& marker : ui::writtenMarkers(std::string_view(text))) {
    (marker.kind == ui::MarkerKind::Gap ? found.gaps : found.notGaps).push_back(marker);
  }
  return found;
}

std::size_t lineOf(const std::string& text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1;
}

}  // namespace lacuna::app

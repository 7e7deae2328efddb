// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that an author writes into a text, as the terminal reads them. The grammar is ui/gap_markers.h, for the window
// too.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ui/gap_markers.h"

namespace lacuna::app {

using GapMarker = ui::WrittenMarker;  // positions in bytes

struct FoundMarkers {
  std::vector<GapMarker> gaps;     // ascending
  std::vector<GapMarker> notGaps;  // left alone; their kind says why
};

// text is UTF-8.
FoundMarkers findMarkers(const std::string& text);

// The line of a byte, from 1.
std::size_t lineOf(const std::string& text, std::size_t byte);

}  // namespace lacuna::app

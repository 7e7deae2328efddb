// SPDX-License-Identifier: GPL-3.0-or-later
// Whether speech that is opened is closed: what the double quotation marks of a gap's paragraph ask of its fill.
#pragma once

#include <optional>
#include <string_view>

namespace lacuna::engine {

// Of English marks, “ and ”, and of straight ones. Where others stand, or another gap cuts the paragraph so that
// no mark tells, nothing is known.
struct Speech {
  std::optional<bool> open;    // before the gap: whether speech is open there
  std::optional<bool> opened;  // behind it: whether the text takes speech to be open there
};

// before, after: the texts on both sides, up to the gaps beside it if there are such (gapBefore, gapAfter).
Speech speechAround(std::string_view before, std::string_view after, bool gapBefore, bool gapAfter);

// Whether a fill opens no speech that is open, closes none that is closed, and leaves it as the text behind takes it.
// True where nothing is known.
bool keepsSpeech(const Speech& speech, std::string_view fill);

}  // namespace lacuna::engine

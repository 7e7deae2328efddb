// SPDX-License-Identifier: GPL-3.0-or-later
// From the command line and the text to what the engine is asked, and back to a filled text.
#pragma once

#include <string>
#include <vector>

#include "app/cli/options.h"
#include "engine/session.h"

namespace lacuna::app {

// The command line asks for something that this text does not have; what() is one sentence.
class BadUsage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// text is options.file's content. Gaps come out ascending. Without options.seedGiven a seed is drawn.
// Throws BadUsage for a --gap that does not fit the text or overlaps another, BadInput when there is no gap.
engine::InfillRequest planInfill(const InfillOptions& options, const std::string& text);

// One sentence a piece of [[text]] that looks like a gap and is none; of more than five the rest is counted.
std::vector<std::string> notesOn(const std::string& text);

// The request's text with the gaps replaced by one candidate's fills. REQUIRES: as many fills as gaps.
std::string filledText(const engine::InfillRequest& request, const std::vector<engine::GapFill>& fills);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Which stretches of a document are read for a request: what is near a gap, and around tagged passages as much as their
// tokens' own states depend on, about.
#pragma once

#include <vector>

#include "engine/session.h"

namespace lacuna::engine {

// Ascending and apart; every gap and every tagged passage lies inside one. They begin and end with a line if one does
// so within 2 KB, so that an edit elsewhere moves no border; else between words.
std::vector<TextSpan> contextPieces(const InfillRequest& request);

}  // namespace lacuna::engine

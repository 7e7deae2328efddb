// SPDX-License-Identifier: GPL-3.0-or-later
// The results of an infill as another program reads them, or a person.
#pragma once

#include <string>

#include "app/cli/terminal.h"
#include "engine/session.h"

namespace lacuna::app {

// One JSON object: model, seed, steps, seconds, gaps[] with start (bytes), length_tokens (of the best candidate) and
// candidates[] with text and score, best first. Ends in a newline.
std::string infillJson(const engine::InfillRequest& request, const engine::InfillResult& result,
                       const std::string& model);

// One line a gap and candidate: gap, candidate, score, text; tabs between, backslash escapes in the text, \xNN for
// control characters.
std::string infillLines(const engine::InfillResult& result);

// For a person: the candidates under a heading for each gap, wrapped.
std::string infillList(const engine::InfillRequest& request, const engine::InfillResult& result,
                       const Terminal& terminal);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// Throws Error(kInvalidInput) with sentence unless holds.
void require(bool holds, const std::string& sentence);

// Ranges of a request that can be checked without a model. Throws Error(kInvalidInput) with one sentence.
void checkRequest(const InfillRequest& request);
// Once it is known how many steps the run takes: whether each stretch of a branch's way ends before the last. Throws
// the same.
void checkWayFits(const std::vector<BranchPoint>& way, int steps);

}  // namespace lacuna::engine

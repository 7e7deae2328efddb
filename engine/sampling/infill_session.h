// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "engine/session.h"

namespace lacuna::engine {

// Loads and checks a model folder. Throws Error(kBadModel).
std::unique_ptr<Session> openInfillSession(const std::string& folder);

}  // namespace lacuna::engine

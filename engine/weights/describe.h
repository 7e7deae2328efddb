// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "engine/session.h"

namespace lacuna::engine {

// See Engine::describe.
ModelFile describeModelFile(const std::string& path);

}  // namespace lacuna::engine

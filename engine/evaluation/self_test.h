// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"

namespace lacuna::engine {

// What the engine runs on, and a quick proof that it works: sparse attention against its dense twin, the model's
// checks, and one small gap denoised twice to the same words. folder may be empty. Takes about a second.
std::vector<DoctorLine> examineMachine(const std::string& folder);

}  // namespace lacuna::engine

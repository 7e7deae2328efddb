// SPDX-License-Identifier: GPL-3.0-or-later
// What --voice says.
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"

namespace lacuna::app {

// Each FOLDER, or FOLDER:SHARE. What stands behind the last colon is a share where it reads as a number, else a part of
// the folder's name. Throws BadUsage: a share that is not 0 to 1.5, or more voices than can speak at once.
std::vector<engine::VoiceBlend> voiceBlends(const std::vector<std::string>& options);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+C as a flag that long work reads between steps.
#pragma once

#include "engine/session.h"

namespace lacuna::app {

// From here on the first Ctrl+C (or a polite kill) sets the flag; a second one ends the program at once.
// The flag lives as long as the process.
engine::CancelFlag& stopOnInterrupt();
// For work that leaves nothing half done: where the flag is not heeded within a second, the program ends all the same.
engine::CancelFlag& stopSoonOnInterrupt();

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lacuna::engine {

// From now on several ranks with GPUs meet by NCCL (engine/training/world.h), where this was built with it. Waits
// block, and throw where a rank is lost, instead of ending the process.
void offerNccl();

}  // namespace lacuna::engine

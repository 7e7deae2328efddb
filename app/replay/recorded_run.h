// SPDX-License-Identifier: GPL-3.0-or-later
// A run that comes straight from the engine, not from a library, as a stored run: for `lacuna infill --replay`.
#pragma once

#include <string>

#include "engine/session.h"
#include "storage/values.h"

namespace lacuna::app {

// frames: as TrajectoryRecorder keeps them. Of result.trajectory it takes the context. Bytes become UTF-16 units.
storage::Run recordedRun(const engine::InfillRequest& request, const engine::InfillResult& result,
                         const engine::ModelInfo& model, storage::Trajectory frames);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// `lacuna ablate`: every run of a grid that the file of results does not hold yet, one after the other; each becomes a
// line there as soon as it is done. Stopped, the run in progress is lost and the report says what is there.
AblateReport ablate(const AblateJob& job, const AblateCallbacks& callbacks, const CancelFlag& cancel);

}  // namespace lacuna::engine

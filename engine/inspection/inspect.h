// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// Engine::inspect: loads the model, cuts the text into stretches, asks each of the questions of views.h.
// The same job gives the same figures. Throws Error(kInvalidConfig) for a job out of range, Error(kInvalidInput) when
// the text is not UTF-8 or too short, Error(kBadModel), Error(kCancelled).
InspectReport inspectModel(const InspectJob& job, const NoteCallback& onNote, const CancelFlag& cancel);

}  // namespace lacuna::engine

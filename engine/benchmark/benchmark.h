// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// Engine::benchmark. Throws Error(kInvalidConfig) for an unknown section, a length or a number out of range or a
// Error(kInvalidInput) for a configuration's file that cannot be used, Error(kCancelled).
BenchReport runBenchmark(const BenchJob& job, const NoteCallback& onNote, const CancelFlag& cancel);

}  // namespace lacuna::engine

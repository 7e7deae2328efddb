// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever trains voices, in a process of its own: it takes jobs out of the store, one after the other, and measures
// what one would take before it begins.
#pragma once

#include <optional>

#include "app/voice/voice_plan.h"
#include "app/voice/voice_sitting.h"

namespace lacuna::app {

// Works on the first job of the queue, or on that one, until its sitting ends. None: there is nothing to do.
std::optional<EndedSitting> workOnJob(storage::VoiceStore& store, engine::Engine& engine,
                                      const engine::CancelFlag& interrupt, const RunnerOptions& options,
                                      const QString& only = {});

struct MeasureOptions {
  qint64 memoryFree = 0;  // bytes that may be held; 0: what the system says is free, and what this process holds
  qint64 diskFree = -1;   // likewise
};

// Some steps of the job, its samples once, and what they took; nothing of it stays. The job's plan in the store is that
// from then on. A rank for which memory does not suffice is halved until one does, and named in the refusal. model: the
// folder of the adapter. Throws engine::Error (kCancelled too), StorageError, FileError.
storage::VoicePlan measureJob(storage::VoiceStore& store, engine::Engine& engine, const engine::CancelFlag& interrupt,
                              const storage::VoiceJob& job, const QString& model, const MeasureOptions& options = {});

// This process and all threads that it starts give way to every other one; where memory runs out, it is the first that
// the system ends. alone: nobody's terminal is its own, so that it can leave its session, within which alone some
// systems look at who gives way to whom.
void giveWay(bool alone);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine's trainer is told of a job.
#pragma once

#include <string>

#include "storage/values/voices.h"

namespace lacuna::app {

// Steps between two checkpoints, and between two measurements: a look at the samples always finds a fresh voice.
int stepsBetweenCheckpoints(const storage::VoiceSettings& settings);

// A JSON object, as docs/training.md has it.
std::string trainingConfig(const QString& name, const storage::VoiceSettings& settings);

// Of the same run, for a dry one of so many steps, with one measurement and one checkpoint at its end.
std::string dryConfig(const QString& name, const storage::VoiceSettings& settings, int steps);

}  // namespace lacuna::app

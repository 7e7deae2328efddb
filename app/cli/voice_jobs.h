// SPDX-License-Identifier: GPL-3.0-or-later
// The half of `lacuna voice` that trains and that takes voices along; the other half, its texts, is run_voice.cpp.
// Each returns an exit code; what is wrong is thrown, and becomes a sentence.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/cli/options.h"
#include "storage/voices/voice_store.h"

namespace lacuna::app {

int startVoice(storage::VoiceStore& store, const VoiceOptions& options);
int resumeVoice(storage::VoiceStore& store, const VoiceOptions& options);
int pauseVoice(storage::VoiceStore& store, const VoiceOptions& options);
int stopVoice(storage::VoiceStore& store, const VoiceOptions& options);
int exportNamedVoice(storage::VoiceStore& store, const VoiceOptions& options);
int importVoiceFrom(storage::VoiceStore& store, const VoiceOptions& options);
// The window's child: the queue to its end, or one job measured.
int workVoices(storage::VoiceStore& store, const VoiceOptions& options);

// "draft", "queued" and so on.
const char* jobWord(storage::JobState state);
// state, step, steps, held_out, held_out_before, held_out_best, seconds, note, plan; what was not measured is null.
nlohmann::ordered_json jobJson(const storage::VoiceJob& job);
// That, and history[], samples[], experts[].
nlohmann::ordered_json jobJson(const storage::VoiceJobView& view);
nlohmann::ordered_json voiceJson(const storage::Voice& voice);
// A job and what came of it, in some lines for a person.
void printJob(const storage::VoiceJobView& view);
void printVoice(const storage::Voice& voice);

}  // namespace lacuna::app

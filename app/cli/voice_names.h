// SPDX-License-Identifier: GPL-3.0-or-later
// What is called by one name: texts, the job that learns from them, the voice that came of it.
#pragma once

#include <optional>
#include <string>

#include "storage/voices/voice_store.h"

namespace lacuna::app {

struct NamedVoice {
  std::optional<storage::Corpus> corpus{};  // the job's, else the one of that name
  std::optional<storage::VoiceJob> job{};   // the newest
  std::optional<storage::Voice> voice{};    // likewise; none that was deleted
};

// Capitals do not matter where only one is called so. Throws BadInput where nothing is.
NamedVoice findVoice(storage::VoiceStore& store, const std::string& name);
// The same, with texts. Throws BadInput where they have been deleted.
NamedVoice findTexts(storage::VoiceStore& store, const std::string& name);

}  // namespace lacuna::app

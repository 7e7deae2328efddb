// SPDX-License-Identifier: GPL-3.0-or-later
// Voices as files: a folder, or the same in a zip archive, that another Lacuna over the same model takes.
#pragma once

#include "engine/session.h"
#include "storage/voices/voice_store.h"

namespace lacuna::app {

// to: a path that ends in .zip, or a folder that is not there yet. Throws FileError, StorageError(kInvalid).
void exportVoice(const storage::Voice& voice, const QString& to);

// The id of the voice in the store. Everything is checked before it counts: its hashes and its numbers. Throws
// StorageError(kInvalid) with one sentence, engine::Error.
// model: the folder of the adapter that it must be made over.
QString importVoice(storage::VoiceStore& store, engine::Engine& engine, const QString& from, const QString& model);

}  // namespace lacuna::app

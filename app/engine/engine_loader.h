// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the engine's shared library and loads it while the program runs, so that the window can be on screen first and
// a machine without LibTorch gets a sentence instead of a linker's message. Also finds the model folder.
#pragma once

#include <string>

#include "engine/session.h"

namespace lacuna::app {

// The engine, loaded on the first call and kept until the process ends. Any thread; calls after the first are cheap.
// Looks at $LACUNA_ENGINE (the library's path), <program's folder>/../lib, <program's folder>/../lib/lacuna.
// When LACUNA_TORCH_DIR is set, LibTorch is taken from there.
// Throws engine::Error(kIo) with one sentence: what is missing, where it was looked for, what to do.
engine::Engine& loadEngine();

// The model's folder: `wanted` when it is not empty, $LACUNA_MODEL; where a base is here (model_places.h) the adapter that
// came with the program, <program's folder>/../share/lacuna/models/estuary-135m; else .../share/lacuna/model, and at last
// the source folder that the program was built from. The folder need not exist: the engine says so when it opens
// it.
std::string modelFolder(const std::string& wanted);

// Folder of the running program, without a slash at the end. Empty when the system does not say.
std::string programFolder();

}  // namespace lacuna::app

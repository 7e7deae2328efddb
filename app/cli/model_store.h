// SPDX-License-Identifier: GPL-3.0-or-later
// Putting models into the user's own folder, and taking them out again.
#pragma once

#include <string>

#include "app/engine/model_places.h"

namespace lacuna::app {

// Copies a .gguf file or a model folder into ownModelFolder() under its own name, whole or not at all, and returns
// where it is then. The caller has checked that it is a model. Throws BadInput (app/cli/text_file.h) when that name is
// taken; std::runtime_error, one sentence, when it cannot be copied.
std::string addModel(const std::string& path);

// Deletes what addModel put there. Throws BadInput for a model in another place, std::runtime_error when it cannot be
// deleted.
void removeModel(const FoundModel& model);

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// Voices that speak with a loaded model: its gap stream's linears with and without them.
#pragma once

#include <string>
#include <vector>

#include "engine/session.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

// From the model's next pass on, in place of those of before; none: as it was loaded, bit for bit. Nothing else of the
// model changes. Does nothing where the same voices, as their files stand, speak already. Throws Error(kBadModel) or
// Error(kInvalidInput), as Session::speakWith says, and then leaves the model as it was.
void speakWith(LoadedModel* model, const std::vector<VoiceBlend>& voices);

}  // namespace lacuna::engine

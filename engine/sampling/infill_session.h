// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "engine/linear/packed_linear.h"
#include "engine/session.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

// Loads and checks a model folder. precision: of denoising steps; text is read in float32. Throws Error(kBadModel).
std::unique_ptr<Session> openInfillSession(const std::string& folder, Precision precision = Precision::kQuickest);

// Over a model that others use as well: it keeps all of its weights, and stays on the processor. Throws
// Error(kBadModel).
std::unique_ptr<Session> openInfillSession(std::shared_ptr<LoadedModel> model);

}  // namespace lacuna::engine

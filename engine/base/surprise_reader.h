// SPDX-License-Identifier: GPL-3.0-or-later
// The lens's reader over a base: chunks as TextScorer cuts them, tokens with the words that were likelier in their
// place. As engine/surprise.h says; one thread, whichever it is, and no other is started.
#pragma once

#include <memory>

#include "engine/surprise.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

// REQUIRES: model->base. Keeps the model alive.
std::unique_ptr<SurpriseReader> makeSurpriseReader(std::shared_ptr<const LoadedModel> model, TokenId begins);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Which tokens may stand where, apart from what the sampler decides.
#pragma once

#include "engine/attention/layout.h"
#include "engine/sampling/prepare.h"
#include "engine/sampling/text_guard.h"

namespace lacuna::engine {

// What a gap's tokens must heed before the model is asked. [filling rows of all candidates, V] float32, -inf where a
// row may not hold a token: control tokens, bytes (a fill is always valid UTF-8), line breaks in short gaps, forbidden
// words, and what the seams rule out. document: of a layout.
torch::Tensor barredTokens(const DocumentRows& document, const std::vector<PreparedGap>& gaps,
                           const Tokenizer& tokenizer, const TextGuard& guard);

// Sets -inf in a row [V] where barred_V is true.
void barRow(const std::vector<bool>& barred_V, torch::Tensor row_V);

}  // namespace lacuna::engine

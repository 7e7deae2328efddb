// SPDX-License-Identifier: GPL-3.0-or-later
// The baselines without a model. They look two tokens far, so they are asked at one length of context alone.
#pragma once

#include "engine/evaluation/infill_system.h"
#include "engine/text/corpus.h"

namespace lacuna::engine {

// "bidirectional trigram": fills from left to right by draws, with the text to the right where it comes near. The
// tokenizer outlives it. between is called now and then while it counts; what it throws passes through.
std::unique_ptr<InfillSystem> makeTrigramSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer,
                                                const std::function<void()>& between = {});

// "most frequent token", again and again.
std::unique_ptr<InfillSystem> makeFrequentSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include "engine/attention/layout.h"
#include "engine/denoiser/probe.h"
#include "engine/sampling/sampler.h"
#include "engine/session.h"

namespace lacuna::engine {

// What a step leaves in the trajectory. look: what the step was made by, barred tokens at -inf.
// document: of the run's layout. expertLoad and attentionReceived stay empty.
TracedStep traceStep(const Shortlists& look, const std::vector<Candidate>& candidates, const DocumentRows& document,
                     const Tokenizer& tokenizer);

// What the probe of the step's look adds to it. plan: of the look, over the layout.
void traceProbe(const FillProbe& probe, const FillPlan& plan, const Layout& layout, TracedStep* step);

// The blocks that attentionReceived counts by. contextByte: as in PreparedRequest.
std::vector<TextSpan> contextBlocks(const std::vector<std::size_t>& contextByte);

}  // namespace lacuna::engine

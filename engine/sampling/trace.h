// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include "engine/attention/layout.h"
#include "engine/denoiser/probe.h"
#include "engine/sampling/candidate_look.h"
#include "engine/sampling/prepare.h"
#include "engine/sampling/sampler.h"
#include "engine/session.h"

namespace lacuna::engine {

// What a step was made by. Only rows that the look found as noise are asked for their thoughts: those of settled tokens
// would cost a run a third of its time.
struct StepLook {
  const Shortlists& lists;  // barred tokens at -inf
  // Per slot of all candidates, as they stand after the step:
  const std::vector<bool>& wasOpen;        // the look found it as noise,
  const std::vector<std::int64_t>& row;    // in this row of it, or in that of the slot to its left that became two
  const std::vector<float>& entropy;       // of the last look that found it as noise
  const std::vector<GapLengths>& lengths;  // when the look was made, one a candidate
};

// What a step leaves in the trajectory. What the probe knows stays empty.
TracedStep traceStep(const StepLook& look, const std::vector<Candidate>& candidates, const Tokenizer& tokenizer);

// Context in blocks of 64 tokens; none goes on beyond a place where text was left out.
struct ContextBlocks {
  std::vector<TextSpan> spans;        // bytes of the document
  std::vector<std::int32_t> ofToken;  // [context token] -> span
};
ContextBlocks contextBlocks(const PreparedRequest& prepared);

// The look that a step was made by.
struct TracedLook {
  const FillProbe& probe;
  const std::vector<std::int64_t>& columns;  // of the layout's rows, those that the probe's columns stand for
  const Layout& layout;
  const std::vector<std::int64_t>& row;  // as in StepLook
};

// What its probe adds to the step: expert loads, each token's experts, attention received per block.
void traceProbe(const TracedLook& look, const ContextBlocks& blocks, TracedStep* step);

// How each block can be seen from any filling row of the layout's first document: kByWindow and the like.
std::vector<std::uint8_t> contextReach(const ModelConfig& config, const Layout& layout, const ContextBlocks& blocks);

}  // namespace lacuna::engine

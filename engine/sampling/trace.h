// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/types.h>

#include "engine/attention/layout.h"
#include "engine/sampling/sampler.h"
#include "engine/session.h"

namespace lacuna::engine {

// What a step leaves in the trajectory. logits_FV: of the look that the step was made by, barred tokens at -inf.
// document: of the run's layout. The probes' fields stay empty.
TracedStep traceStep(const torch::Tensor& logits_FV, const std::vector<Candidate>& candidates,
                     const DocumentRows& document, const Tokenizer& tokenizer);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

// `lacuna eval`: blanks of 4, 12 and 32 tokens in stretches of held-out books, each once wholly masked and once masked
// in part (each token with a probability of the blank's own, spread evenly over (0, 1)). The model and the baselines
// are asked for the same masked positions; the baselines see the same unmasked neighbours.
// NLL in nats a token with 95 % bootstrap intervals over blanks.
EvalReport evaluate(const EvalJob& job, const CancelFlag& cancel);

}  // namespace lacuna::engine

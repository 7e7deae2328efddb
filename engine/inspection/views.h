// SPDX-License-Identifier: GPL-3.0-or-later
// What an inspection asks, one function a question. Each gives the tables that engine/session.h names, and throws
// Error(kCancelled) when the subject's flag is set.
#pragma once

#include "engine/inspection/subject.h"

namespace lacuna::engine {

// Where the mass of the gap's attention lies, half of the gap masked: by distance, and by layer and head group.
std::vector<Table> viewAttention(const Subject& subject);

// Whom the router sends where: by class of token over clean text, and each layer's use of its experts.
std::vector<Table> viewExperts(const Subject& subject);

// Masked tokens given back, by share of the gap that is masked; with and without the soft absorbing state's guess, and
// with Gaussian noise on the masks.
Table viewReconstruction(const Subject& subject);

// Deterministic denoising of the gap, step by step, against the same run with the truth put in place of each choice:
// what the model's own errors do to what comes after them.
Table viewAccumulation(const Subject& subject);

// Short texts: does a window that covers everything equal dense attention, and what would full attention change?
Table viewShortSequences(const Subject& subject);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of `lacuna bench`, one function each. A time is the median over repetitions, "min" the least of them;
// ratios are of medians. Each throws Error(kCancelled) when the subject's flag is set.
#pragma once

#include "engine/benchmark/scene.h"

namespace lacuna::engine {

// A denoising step against prepared keys; the same step with the document read again; and the whole document
// recomputed with full attention. Cached against uncached logits in the same run.
Table benchStep(const BenchSubject& subject);

// One layer's windowed attention, window 256 to either side, heads of 64, against dense attention.
Table benchAttention(const BenchSubject& subject);

// A session's whole run over eight candidates, as the author waits for it.
Table benchCandidates(const BenchSubject& subject);

// The fused kernel on a GPU, forward and backward, against FlashAttention-2 with the same window.
Table benchGpuAttention(const BenchSubject& subject);

// A mixture against a plain feed-forward of as many active parameters, and one of as many in all.
Table benchExperts(const BenchSubject& subject);

// A training step, forward, backward and the optimiser's update: the model's pattern against full attention.
Table benchTrain(const BenchSubject& subject);

// What a read document keeps, and the process's peak meanwhile.
Table benchMemory(const BenchSubject& subject);

// Of the model in BenchSubject::modelFolder. Both throw what is wrong with it.
// Tokens a second of its base's reading.
Table benchRead(const BenchSubject& subject);
// What an author waits for, over the length of the document.
Table benchFill(const BenchSubject& subject);

}  // namespace lacuna::engine

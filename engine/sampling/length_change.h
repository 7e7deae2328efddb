// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps that change their length while they are denoised (after DreamOn, "Diffusion language models for code infilling
// beyond fixed-size canvas"): a slot that was drawn as ⟨expand⟩ becomes two that are noise, one that was drawn as
// ⟨delete⟩ vanishes. For models that were trained to say so, in gaps whose length nobody has asked for.
#pragma once

#include <functional>
#include <vector>

#include "engine/sampling/sampler.h"

namespace lacuna::engine {

// Of one gap, tokens. Equal: its length is fixed.
struct LengthBounds {
  std::size_t shortest = 1;
  std::size_t longest = 1;
};

// After this step of so many no gap grows: what comes in late would be settled by the few looks that are left.
int lastGrowingStep(int steps);

// Whether the slots without the one at `at` still read well; asked before each that is to vanish, with what has
// changed before it. Empty: always.
using MayVanish = std::function<bool(const std::vector<Slot>& slots, std::size_t at)>;

// Sees to the wishes of a candidate, first to last, and clears them; a wish that its gap's bounds or mayVanish forbid
// leaves the slot noise. bounds: one a gap. Returns for each slot which one it was before; two in a row were one.
std::vector<std::size_t> changeLengths(const std::vector<LengthBounds>& bounds, const MayVanish& mayVanish,
                                       Candidate* candidate);

}  // namespace lacuna::engine

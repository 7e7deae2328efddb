// SPDX-License-Identifier: GPL-3.0-or-later
// One step back in time, from noise level `from` to the lower level `to`, once the clean token is known or drawn.
// A chain that draws the clean token from the exact p(x0 | x_t) and then steps by these has exact marginals, in any
// number of steps.
#pragma once

#include "engine/diffusion/level.h"

namespace lacuna::engine {

// Probabilities for the tokens of an absorbing process at one step.
struct AbsorbingMove {
  double settle = 0;  // of an absorbed token to take its clean value
  double remask = 0;  // of a settled token to be absorbed again
};

// from > to, both in [0, 1]: the share of absorbed tokens before and after. ReMDM-cap (arXiv:2503.00307):
// remask = min(cap, to / (1 - from)), settle = ((1 - to) - (1 - remask)(1 - from)) / from, which keeps the share of
// absorbed tokens at `to`. With cap 0 it is MDLM's ancestral step (arXiv:2406.07524).
AbsorbingMove absorbingMove(double from, double to, double cap);

// q(y_to | y_from, y_0), normal with one deviation a row (DDPM, arXiv:2006.11239, equation 7, for any two levels).
struct GaussianPosterior {
  torch::Tensor mean_FW;
  torch::Tensor deviation_F1;
};
GaussianPosterior gaussianPosterior(const torch::Tensor& y_FW, const torch::Tensor& clean_FW, const Level& from,
                                    const Level& to);

}  // namespace lacuna::engine

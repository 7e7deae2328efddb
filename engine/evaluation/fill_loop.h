// SPDX-License-Identifier: GPL-3.0-or-later
// From noise to tokens in one blank whose place and length are given as tokens, for models that have no session:
// baselines of one stream, and those of an ablation, which are compared without any help. The samplers are those of a
// session's run (sampling/denoising_run.h).
#pragma once

#include "engine/diffusion/noise_process.h"
#include "engine/evaluation/infill_system.h"
#include "engine/evaluation/model_pass.h"

namespace lacuna::engine {

struct FillScene {
  const ModelPass& pass;  // of options.candidates candidates
  const Denoiser& model;
  const Tokenizer& tokenizer;
  const NoiseProcess& noise;
};

// Whether no system draws a token in a blank of so many: control tokens, single bytes and, in short blanks, line
// breaks.
bool isBarred(const Tokenizer& tokenizer, TokenId id, int length);

// `length` tokens for each candidate. Seeded: the same options give the same tokens.
std::vector<std::vector<TokenId>> denoise(const FillScene& scene, int length, const FillOptions& options);

// Causal models: token after token, `room` of them or, where the length is not known, until <delete>. One pass over all
// rows a token.
std::vector<std::vector<TokenId>> continueMiddle(const FillScene& scene, int room, const FillOptions& options);

// The texts of fills, best by leastRisk().
Fills leastRisky(const std::vector<std::vector<TokenId>>& fills, const Tokenizer& tokenizer);

}  // namespace lacuna::engine

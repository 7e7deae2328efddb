// SPDX-License-Identifier: GPL-3.0-or-later
// What a training step minimises, by how the model reads and what noise it takes away.
//
//   one-way, two-way   cross-entropy on the clean token, weighted (NoisedTokens::weight_F), or by 1 / t over absorbed
//                      tokens, which is MDLM's bound (arXiv:2406.07524, equation 10)
//   "diffuseq" noise   |x0 - f|^2 + cross-entropy of the rounding of x0 + 0.1 eps + 0.01 |m| (DiffuSeq-v2). Its term
//   for
//                      x_T is left out: embeddings of fixed length give it no gradient.
//   causal             cross-entropy of the next token, over the text and the middles
//
// Shapes: F filling rows, W width.
#pragma once

#include <torch/types.h>

#include "engine/diffusion/noise_process.h"
#include "engine/training/streams.h"

namespace lacuna::engine {

enum class Weighting { kEven, kBound };

struct ObjectiveInput {
  const Denoiser& model;
  const NoiseProcess& noise;
  const NoisedTokens& noised;  // on the model's device, as are the two below
  torch::Tensor target_F;
  torch::Tensor next_F;  // undefined unless causal
  const Batch& batch;
  Weighting weighting = Weighting::kEven;
};

// A scalar. hidden_FW: what the model made of the noised rows.
torch::Tensor trainingLoss(const torch::Tensor& hidden_FW, const ObjectiveInput& input);

// Mean cross-entropy, nats, of what can be compared between runs: of absorbed tokens (of all noised ones where nothing
// is absorbed), or of the tokens in middles. A scalar.
torch::Tensor heldOutLoss(const torch::Tensor& hidden_FW, const ObjectiveInput& input);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Forward noise over the tokens of gaps, and the states that the denoiser reads. Partial noising (DiffuSeq,
// arXiv:2210.08933): only filling rows are ever noised, the context is anchored.
//
// Embeddings have unit root mean square, so noise of deviation 1 is as strong as a token.
// Shapes: F filling rows, W width, K guesses a token.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/random.h"

namespace lacuna::engine {

// What the model thought of each token one step ago; fed back into its masked state.
struct Guess {
  torch::Tensor ids_FK;          // int64
  torch::Tensor probability_FK;  // rows sum to 1
  torch::Tensor entropy_F;       // nats, of the whole distribution

  Guess to(torch::Device device) const { return {ids_FK.to(device), probability_FK.to(device), entropy_F.to(device)}; }
};

// The K likeliest of each row. logits_FV: control tokens already at -inf, or left in.
Guess makeGuess(const torch::Tensor& logits_FV, int k = 3);

struct NoisedTokens {
  torch::Tensor ids_F;       // int64: the token, or the wrong one that stands in its place
  torch::Tensor masked_F;    // bool: absorbed
  torch::Tensor gaussian_F;  // bool: its embedding under noise, not absorbed
  torch::Tensor sigma_F;     // float32 in [0, 1]: deviation of the noise on masked and gaussian tokens
  torch::Tensor noise_FW;    // standard normal
  torch::Tensor weight_F;    // float32: 2 masked, 1 corrupted otherwise, 0 clean

  NoisedTokens to(torch::Device device) const;
};

class NoiseProcess {
 public:
  virtual ~NoiseProcess() = default;

  // Noises each token with the probability level_F of its row (in [0, 1]). group_F: rows of one example share what
  // is drawn per example. The same generators give the same noise.
  virtual NoisedTokens draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                            const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                            Random& random) const = 0;

  // The states [F, W]. guess may be null: nothing is fed back. Differentiable in the model's parameters.
  virtual torch::Tensor state(const Denoiser& model, const NoisedTokens& tokens, const Guess* guess) const = 0;

  virtual bool usesGuess() const { return false; }

  // The m of continuous states alpha (x0 - m) + m + sigma eps, [W]; undefined where a process has no such states.
  virtual torch::Tensor centre(const Denoiser& /*model*/) const { return {}; }
  // Whether a token can be absorbed: replaced by a state that says nothing of it.
  virtual bool absorbs() const { return true; }
  // Whether the model is taught the clean embedding itself, not a distribution over tokens (training/objective.h).
  virtual bool regresses() const { return false; }
};

// "soft-absorbing" (SA-DiffuSeq and soft masks), "absorbing" (MDLM), "gaussian" (DiffuSeq's, token by token),
// "diffuseq" (DiffuSeq-v2 as it was published).
// Throws Error(kInvalidConfig) that lists the names.
std::unique_ptr<NoiseProcess> makeNoiseProcess(const std::string& name);

}  // namespace lacuna::engine

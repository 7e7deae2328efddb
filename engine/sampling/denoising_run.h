// SPDX-License-Identifier: GPL-3.0-or-later
// One run over the gaps of one document: prepared keys, candidates, and the loop of steps.
// Shapes: F filling rows of all candidates, V vocabulary, W width.
#pragma once

#include <memory>
#include <vector>

#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/noise_process.h"
#include "engine/sampling/model_look.h"
#include "engine/sampling/prepare.h"
#include "engine/sampling/sampler.h"

namespace lacuna::engine {

struct RunSetup {
  const Denoiser* model = nullptr;
  const Tokenizer* tokenizer = nullptr;
  const NoiseProcess* noise = nullptr;
  Layout layout;  // one document with its candidates
  const PreparedRequest* prepared = nullptr;
  const InfillRequest* request = nullptr;
};

class DenoisingRun {
 public:
  // plan: of the setup's layout; kept: the keys and values of its kept rows. Throws what makeSampler throws.
  DenoisingRun(RunSetup setup, FillPlan plan, const KeyValues& kept);

  // Step 1 .. request.steps, in order: one look of the model at all candidates, then the sampler's move.
  void advance(int step);
  // Whether later steps would change nothing.
  bool done() const;

  const std::vector<Candidate>& candidates() const { return state_.candidates; }
  const torch::Tensor& logits() const { return logits_FV_; }  // of the last look, barred tokens at -inf
  int together() const { return look_->together(); }          // candidates that the device computes in one go
  // What the last step did and thought; the request has to ask for a trace before the step.
  TracedStep traced(int step) const;

  // After the last step: how well each candidate joins the text. The first and the last drawn token of every gap are
  // absorbed again; the mean log-probability that the model then gives them, nats, per candidate. One look.
  std::vector<double> seamLikelihood() const;

 private:
  void giveTexts(Candidate* candidate) const;
  void placePins(const torch::Tensor& logits_FV);
  void placeLoose(const torch::Tensor& logits_FV, std::size_t candidate, std::size_t gap);
  void fix(std::size_t candidate, std::size_t slot, const std::vector<TokenId>& ids);
  NoisedTokens present(const std::vector<bool>& masked, double sigma) const;
  torch::Tensor look(const torch::Tensor& state_FW, FillProbe* probe = nullptr) const;

  RunSetup setup_;
  FillPlan plan_;
  std::unique_ptr<ModelLook> look_;
  TextGuard guard_;
  std::vector<bool> continuesWord_V_;
  torch::Tensor noise_FW_, centre_W_, barred_FV_, logits_FV_;
  SamplerState state_;
  std::unique_ptr<Sampler> sampler_;
  Guess guess_;
  FillProbe probe_;
};

}  // namespace lacuna::engine

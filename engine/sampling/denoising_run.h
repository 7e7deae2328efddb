// SPDX-License-Identifier: GPL-3.0-or-later
// One run over the gaps of one document: prepared keys, candidates, and the loop of steps.
// Shapes: F filling rows of all candidates, V vocabulary, W width.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/denoiser/denoiser.h"
#include "engine/denoiser/packed_fill.h"
#include "engine/diffusion/noise_process.h"
#include "engine/sampling/model_look.h"
#include "engine/sampling/prepare.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/trace.h"

namespace lacuna::engine {

// Whose random numbers a candidate uses.
struct Stream {
  std::uint64_t seed = 1;
  std::uint64_t number = 0;  // of the candidate
  bool operator==(const Stream&) const = default;
};

struct RunSetup {
  const Denoiser* model = nullptr;
  const Tokenizer* tokenizer = nullptr;
  const NoiseProcess* noise = nullptr;
  Layout layout;  // one document with its candidates
  const PreparedRequest* prepared = nullptr;
  const InfillRequest* request = nullptr;
  std::vector<Stream> streams;  // one a candidate of the layout
  bool trace = false;           // traced() will be asked
};

// How the one candidate of a run goes on as several.
struct Fork {
  int step = 0;  // the last that was made
  std::vector<Stream> streams;
  Layout layout;  // with so many candidates
  FillPlan plan;
  const KeyValues* kept = nullptr;  // as in the constructor
  bool trace = false;
};

class DenoisingRun {
 public:
  // plan: of the setup's layout; kept: the keys and values of its kept rows. Throws what makeSampler throws.
  DenoisingRun(RunSetup setup, FillPlan plan, const KeyValues& kept);
  DenoisingRun(const DenoisingRun&) = delete;
  DenoisingRun& operator=(const DenoisingRun&) = delete;

  // Step 1 .. request.steps, in order: one look of the model at all candidates, then the sampler's move.
  void advance(int step);
  // Whether later steps would change nothing.
  bool done() const;

  const std::vector<Candidate>& candidates() const { return state_.candidates; }
  const Shortlists& lastLook() const { return look_; }  // barred tokens at -inf
  // Candidates that the device computes in one go.
  int together() const { return packed_ ? static_cast<int>(state_.candidates.size()) : plain_->together(); }
  // After a step of a run of one candidate: words that are fixed from then on, or tokens that go back to noise.
  // Whatever stood there before, a pin included, gives way.
  void edit(const std::vector<PreparedEdit>& edits, int step);
  // No token that is drawn from now on makes one of these words. What stands there already is edit()'s business.
  void forbid(const std::vector<std::string>& words);
  // The run's one candidate becomes several. Those that keep its stream go on as it would have gone on; the others draw
  // anew, and where nothing is drawn until the end their noise is another.
  void branch(Fork fork);

  // What the last step did and thought; the setup has to ask for a trace before the step.
  TracedStep traced(int step, const ContextBlocks& blocks) const;
  // Per candidate, nats: of what the last look made of the tokens that it found as noise and that still are, on the
  // average; 0 where none is left. Before the first look nothing is known: the logarithm of the vocabulary's size.
  std::vector<float> entropy() const;

  // After the last step: how well each candidate joins the text. The first and the last drawn token of every gap are
  // absorbed again; the mean log-probability that the model then gives them, nats, per candidate. One look.
  std::vector<double> seamLikelihood() const;

 private:
  // What a look gives: hidden states of a packed step, or logits.
  struct Seen {
    torch::Tensor hidden_FW, logits_FV;
  };
  void prepareKeys(const KeyValues& kept);
  void giveTexts(Candidate* candidate) const;
  void placePins(const Seen& seen);
  void placeLoose(const torch::Tensor& logits_FV, std::size_t candidate, std::size_t gap);
  void forget(std::size_t slot, int step, Random* random);
  torch::Tensor rowsOf(const torch::Tensor& x_FW, std::size_t candidate) const;
  void fix(std::size_t candidate, std::size_t slot, const std::vector<TokenId>& ids);
  NoisedTokens present(const std::vector<bool>& masked, double sigma) const;
  Seen see(const torch::Tensor& state_FW, FillProbe* probe = nullptr) const;
  torch::Tensor logitsOf(const Seen& seen) const;
  // Of the slots as they stand; in fixed point or float32 as the model is packed. Rows are seen to as they are asked
  // for.
  Shortlists listsOf(const Seen& seen, const torch::Tensor& barred_FV) const;
  std::vector<bool> rowsThat(const std::function<bool(const Slot&)>& suits) const;

  RunSetup setup_;
  FillPlan plan_;
  std::optional<PackedFill> packed_;  // on a CPU that has it
  std::unique_ptr<ModelLook> plain_;  // everywhere else
  TextGuard guard_;
  std::vector<bool> continuesWord_V_;
  torch::Tensor noise_FW_, centre_W_, barred_FV_;
  SamplerSetup samplerSetup_;
  SamplerState state_;
  std::vector<bool> wasOpen_;   // per filling row: noise when the last look saw it
  std::vector<float> entropy_;  // per row, nats, of the last look that found it as noise; empty before the first
  std::unique_ptr<Sampler> sampler_;
  Shortlists look_;
  Guess guess_;
  FillProbe probe_{FillProbe::Detail::kSum};
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// One run over the gaps of one document: candidates and the loop of steps.
// Shapes: F filling rows of all candidates, V vocabulary, W width.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "engine/base/causal_judge.h"
#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/noise_process.h"
#include "engine/sampling/allowed_tokens.h"
#include "engine/sampling/candidate_look.h"
#include "engine/sampling/draw_rules.h"
#include "engine/sampling/length_change.h"
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
  const PreparedRequest* prepared = nullptr;
  const InfillRequest* request = nullptr;
  KeysOf keys;                  // of the context; asked again when a gap has changed its length
  std::vector<Stream> streams;  // one a candidate
  bool trace = false;           // traced() will be asked
  // Over a base: what it expects at the asked places, log-probabilities [asks, V]. Empty without one.
  std::function<torch::Tensor(const std::vector<NextAsk>&)> expect{};
};

// How the one candidate of a run goes on as several.
struct Fork {
  int step = 0;  // the last that was made
  std::vector<Stream> streams;
  bool trace = false;
};

class DenoisingRun {
 public:
  // Asks for the context's keys. Throws what makeSampler and the keys throw.
  explicit DenoisingRun(RunSetup setup);
  DenoisingRun(const DenoisingRun&) = delete;
  DenoisingRun& operator=(const DenoisingRun&) = delete;

  // Step 1 .. request.steps, in order: one look of the model at all candidates, then the sampler's move.
  void advance(int step);
  // Whether later steps would change nothing.
  bool done() const;

  const std::vector<Candidate>& candidates() const { return state_.candidates; }
  // Candidates that the device computes in one go.
  int together() const { return look_.together(); }
  // After a step of a run of one candidate: words that are fixed from then on, or tokens that go back to noise.
  // Whatever stood there before, a pin included, gives way. Throws Error(kInvalidInput) where a gap has not so many
  // tokens.
  void edit(const std::vector<PreparedEdit>& edits, int step);
  // No token that is drawn from now on makes one of these words. What stands there already is edit()'s business.
  void forbid(const std::vector<std::string>& words);
  // The run's one candidate becomes several. Those that keep its stream go on as it would have gone on; the others draw
  // anew, and where nothing is drawn until the end their noise is another.
  void branch(Fork fork);

  // Whether the length of some gap is left to the model: ⟨expand⟩ and ⟨delete⟩ are drawn and acted on.
  bool changesLengths() const { return samplerSetup_.expand >= 0; }

  // What the last step did and thought; the setup has to ask for a trace before the step.
  TracedStep traced(int step, const ContextBlocks& blocks) const;
  // Per candidate, nats: of what the last look made of the tokens that it found as noise and that still are, on the
  // average; 0 where none is left. Before the first look nothing is known: the logarithm of the vocabulary's size.
  std::vector<float> entropy() const;

  // After the last step: where each gap of each candidate could end as well; a gap that may not end by itself ends
  // where it ends.
  EndsOfGaps ends() const;
  // It ends there: what it holds behind so many tokens goes.
  void endAt(std::size_t candidate, std::size_t gap, std::size_t tokens);

  // After the last step: how well each candidate joins the text. The first and the last drawn token of every gap are
  // absorbed again; the mean log-probability that the model then gives them, nats. [gap][candidate]. One look.
  std::vector<std::vector<double>> seamLikelihood();

 private:
  std::vector<GapLengths> lengths() const;
  std::size_t firstRow(std::size_t candidate) const;
  // Lets the base weigh the first open token of each gap, where the sampler goes from left to right.
  // What the gap stream said at a place before the base had its say: listed tokens and their log-probabilities.
  struct Heard {
    std::size_t candidate = 0, slot = 0;
    std::vector<std::pair<TokenId, float>> own;
  };
  std::vector<Heard> guide();
  void noteOwn(const std::vector<Heard>& asked);  // in those slots that have settled since
  void seeToWishes();
  bool mayVanish(const std::vector<Slot>& slots, std::size_t at);
  TokenPlace placeOf(const std::vector<Slot>& slots, std::size_t gap, const SlotRange& range, std::size_t at) const;
  // Per row, for the look of a step.
  std::vector<const float*> barsAt(int step);
  void giveTexts(Candidate* candidate) const;
  void placePins(const Seen& seen);
  void placeLoose(const torch::Tensor& logits_FV, std::size_t candidate, std::size_t gap);
  void forget(std::size_t gap, std::size_t slot, int step, Random* random);
  torch::Tensor rowsOf(const torch::Tensor& x_FW, std::size_t candidate) const;
  void fix(std::size_t candidate, std::size_t slot, const std::vector<TokenId>& ids);
  NoisedTokens present(const std::vector<bool>& masked, double sigma) const;
  // One look at all candidates; over a base, where it goes from left to right, mostly at the rows that matter.
  Seen lookAt(int step, const torch::Tensor& state_FW, const std::vector<bool>& drawn_F);
  torch::Tensor logitsOf(const Seen& seen) const;
  // Of the slots as they stand; in fixed point or float32 as the model is packed. Rows are seen to as they are asked
  // for.
  Shortlists listsOf(const Seen& seen, const std::vector<const float*>& bars_F, const std::vector<bool>& hidden) const;
  // Per row: what the cache adds beside its words, by the neighbours that are not hidden.
  std::vector<CacheModel::PlaceBonuses> bonusesAt(const std::vector<bool>& hidden) const;
  std::vector<bool> rowsThat(const std::function<bool(const Slot&)>& suits) const;

  RunSetup setup_;
  TextGuard guard_;
  CacheModel cache_;
  AllowedTokens allowed_;
  DrawRules rules_;
  std::vector<bool> continuesWord_V_;
  std::vector<LengthBounds> bounds_;  // per gap
  torch::Tensor noise_FW_, centre_W_;
  SamplerSetup samplerSetup_;
  SamplerState state_;
  // Per slot, all candidates: noise when the last look saw it; its row there; and the entropy, nats, of the last look
  // that found it as noise, empty before the first.
  std::vector<bool> wasOpen_;
  std::vector<std::int64_t> rowThen_;
  std::vector<GapLengths> lengthsThen_;  // of that look
  std::vector<float> entropy_;
  std::vector<TokenId> shown_;  // per slot, what the last look was shown; kNoToken: noise. Empty: nothing is kept
  bool whole_ = true;           // the last look was at all rows
  std::unique_ptr<Sampler> sampler_;
  CandidateLook look_;
  Shortlists lists_;  // of the last look, barred tokens at -inf
  Guess guess_;
  FillProbe probe_{FillProbe::Detail::kSum};
};

}  // namespace lacuna::engine

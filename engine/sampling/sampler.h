// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a gap's tokens between two looks of the model: which settle, which go back to noise, or how their
// embeddings move. To add a sampler: one file here that derives from Sampler and ends in a make function, its line in
// samplers.cpp, a row in tests/engine/samplers_test.cpp.
//
// Shapes: F filling rows of all candidates, V vocabulary, W width. Candidates stand one after the other, each with as
// many rows as it has slots. Every candidate has a generator of its own: its words do not depend on what else is in
// the batch.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/diffusion/random.h"
#include "engine/sampling/shortlists.h"
#include "engine/sampling/text_guard.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct SamplerOptions {
  int steps = 32;
  float temperature = 0.8F;
  float topP = 0.9F;
  float orderNoise = 1.0F;         // Gumbel noise on the order of settling, falling to none: see confidence_order.cpp
  float repetitionPenalty = 1.5F;  // nats off a longer token for each time that its gap holds it already
  bool repeats = false;            // a draw may equal a settled neighbour
  float threshold = 0.9F;          // "parallel": settles whatever is surer
  double remask = 0.1;             // "remasking": the largest probability with which a settled token goes back
};

// What a draw of ⟨expand⟩ or ⟨delete⟩ asks for: see length_change.h.
enum class LengthWish : std::uint8_t { kNone, kSplit, kVanish };

constexpr float kNotHeard = std::numeric_limits<float>::quiet_NaN();

// One token of one candidate while it is being denoised.
struct Slot {
  TokenId id = 0;  // settled: the token; else the likeliest guess of the last step
  bool settled = false;
  bool flipped = false;      // id differs from that of the step before
  float confidence = 0.0F;   // probability of id
  float logProbability = 0;  // of the token when it settled
  float own = kNotHeard;     // the same by the gap stream alone, where the base had a say in it; NaN: not known
  int remasked = 0;          // how often it went back to noise
  bool startsGap = false;    // no neighbour of its own gap before it
  bool beginsWord = false;   // what is drawn for it must not go on with the pinned word before it
  bool fixed = false;        // pinned, or left alone by the brush: always settled, never drawn, never sent back
  float strength = 1.0F;     // the noise it began with: 1 pure noise, less: a given token shows through
  LengthWish wish = LengthWish::kNone;  // of the step that is being made; the slot is still noise then
};

// Slots [begin, end) of one gap; where the gap has ended, those of what is left of it, fixed, are among them.
struct SlotRange {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};
// The gaps of a candidate, in order.
std::vector<SlotRange> gapsOf(const std::vector<Slot>& slots);

struct Candidate {
  std::vector<Slot> slots;
  Random random{0};
};

struct SamplerState {
  std::vector<Candidate> candidates;
  torch::Tensor y_FW;  // continuous samplers: noised embeddings minus the process' centre; undefined for the others
};

class DrawRules;

// What a sampler knows of its run. Rows of fixed slots are not its to move.
struct SamplerSetup {
  SamplerOptions options;
  std::vector<bool> longTokens_V;    // tokens whose repetition a reader notices; may be empty
  torch::Tensor table_VW;            // embeddings minus the centre; undefined: the process has no continuous states
  bool absorbs = true;               // NoiseProcess::absorbs
  const TextGuard* guard = nullptr;  // forbidden words, which may become more on the way to a branch; null: none
  const DrawRules* rules = nullptr;  // what else a draw heeds; null: nothing
  bool guarded() const { return guard != nullptr && !guard->empty(); }
  TokenId expand = -1;  // drawn, they become the slot's wish; -1: the run's lengths are fixed
  TokenId remove = -1;
  TokenId end = -1;  // drawn, the gap ends there
};

class Sampler {
 public:
  explicit Sampler(SamplerSetup setup) : setup_(std::move(setup)) {}
  virtual ~Sampler() = default;
  Sampler(const Sampler&) = delete;
  Sampler& operator=(const Sampler&) = delete;

  // True: the model is shown state->y_FW, whose rows begin at the level strength * sigmaBefore(1, steps).
  // False: it is shown the slots' tokens, and the absorbed state where they are not settled.
  virtual bool continuous() const { return false; }

  // Whether advance() will ask what the model thinks of a settled slot. Only a hint: what was not prepared is computed
  // when it is asked for.
  virtual bool asksFor(int /*step*/, const Slot& /*settled*/) const { return false; }

  // step is 1..options.steps, in order. look: of listWidth(setup) tokens a row, barred ones at -inf; with its logits
  // for continuous samplers. Updates every slot. Between two steps a candidate's slots may become more or fewer, when
  // some of them had a wish; in the last step none has.
  // When every slot is settled after some step and nothing will be sent back, the run may end there.
  // After the last step every slot is settled.
  virtual void advance(int step, const Shortlists& look, SamplerState* state) = 0;

  // True: of a gap's open slots the first settles first.
  virtual bool goesRight() const { return false; }
  // Which slots advance(step) draws for, candidate after candidate: all that are open, but where it goes right. Of the
  // others it may be given what was thought of them before.
  virtual std::vector<bool> draws(int step, const SamplerState& state) const;

  // True: once all slots are settled, no later step will change them.
  virtual bool endsEarly() const { return false; }

  // True: nothing is drawn between the first and the last step; another seed makes a difference only to the noise.
  virtual bool drawsAtTheEnd() const { return false; }

  // The state's one candidate has become so many copies of itself.
  virtual void spread(std::size_t /*candidates*/) {}

 protected:
  const SamplerSetup& setup() const { return setup_; }
  const SamplerOptions& options() const { return setup_.options; }

 private:
  SamplerSetup setup_;
};

// The names that makeSampler knows, the default first.
std::vector<std::string> samplerNames();

// Whether the sampler of that name is continuous() in such a setup, which then needs a table; false for unknown names.
bool isContinuous(const std::string& name, const SamplerSetup& setup);

// An empty name is the first. Throws Error(kInvalidConfig): an unknown name, with a list of the known ones; or a
// continuous sampler over a process without continuous states.
std::unique_ptr<Sampler> makeSampler(const std::string& name, SamplerSetup setup);

}  // namespace lacuna::engine

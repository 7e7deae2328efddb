// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to a gap's tokens between two looks of the model: which settle, which go back to noise.
//
// Shapes: F filling rows of all candidates, V vocabulary. Candidates stand one after the other with the same number of
// rows each. Every candidate has a generator of its own: its words do not depend on what else is in the batch.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/diffusion/random.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct SamplerOptions {
  int steps = 32;
  float temperature = 0.8F;
  float topP = 0.9F;
  float orderNoise = 1.0F;         // Gumbel noise on the order of settling, falling to none: see ConfidenceOrder
  float repetitionPenalty = 1.5F;  // nats off a longer token for each time that its gap holds it already
};

// One token of one candidate while it is being denoised.
struct Slot {
  TokenId id = 0;  // settled: the token; else the likeliest guess of the last step
  bool settled = false;
  bool flipped = false;      // id differs from that of the step before
  float confidence = 0.0F;   // probability of id
  float logProbability = 0;  // of the token when it settled
  int remasked = 0;          // how often it went back to noise
  bool startsGap = false;    // no neighbour of its own gap before it
};

struct Candidate {
  std::vector<Slot> slots;
  Random random{0};
};

class Sampler {
 public:
  virtual ~Sampler() = default;
  // step is 1..options.steps. logits_FV: float32 on the CPU, forbidden tokens at -inf. Updates every slot.
  // After the last step every slot is settled.
  // longTokens_V: true for tokens whose repetition a reader notices; may be empty.
  virtual void advance(int step, const SamplerOptions& options, const torch::Tensor& logits_FV,
                       const std::vector<bool>& longTokens_V, std::vector<Candidate>* candidates) const = 0;
};

// "confidence". Throws Error(kInvalidConfig) that lists the names.
std::unique_ptr<Sampler> makeSampler(const std::string& name);

}  // namespace lacuna::engine

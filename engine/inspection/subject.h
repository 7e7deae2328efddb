// SPDX-License-Identifier: GPL-3.0-or-later
// What an inspection looks at: a model, a text, and stretches of the text with a gap whose truth is known.
//
// Shapes: F tokens of the gap, V vocabulary, W width.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "engine/denoiser/denoiser.h"
#include "engine/diffusion/noise_process.h"
#include "engine/inspection/token_class.h"
#include "engine/session.h"
#include "engine/text/tokenizer.h"
#include "engine/training/batch.h"

namespace lacuna::engine {

struct Subject {
  const Denoiser* model = nullptr;
  const Tokenizer* tokenizer = nullptr;
  const NoiseProcess* noise = nullptr;
  InspectJob job;
  std::vector<TokenId> tokens;  // the text, after a <doc>
  std::vector<TokenClass> classes;
  const CancelFlag* cancel = nullptr;
};

// Tokens [first, first + size) of the text; within them the gap [gap, gap + length).
struct Cut {
  std::size_t first = 0;
  int size = 0;
  int gap = 0;
  int length = 0;
};

// As many as the job asks for, of `size` tokens each (or the whole text where it is shorter), spread evenly over the
// text from an offset that the seed draws. The gap stands in the middle.
std::vector<Cut> cutStretches(const Subject& subject, int size, int gap);

// A cut that has been read: everything that a look at its gap needs.
struct ReadStretch {
  Cut cut;
  Batch batch;
  FillPlan plan;
  KeyValues prepared;
};

// pattern: whose windows count, the model's own or others over the same heads.
// Throws Error(kCancelled) when the flag is set.
ReadStretch readStretch(const Subject& subject, const Cut& cut, const ModelConfig& pattern);

// How the gap stands before the model.
struct Look {
  torch::Tensor ids_F;           // int64: what stands where no noise is; undefined: the truth
  torch::Tensor masked_F;        // bool
  double sigma = 0;              // deviation of the noise on masked tokens
  const Guess* guess = nullptr;  // what was thought before; may be null
  FillProbe* probe = nullptr;
};

// Logits [F, V]. Without gradient.
torch::Tensor look(const Subject& subject, const ReadStretch& stretch, const Look& how);

// True where u_F < level, with one u a token drawn from the job's seed and the stretch: the masks of a higher level
// hold those of a lower one. At least one token is masked.
torch::Tensor maskAt(const Subject& subject, const ReadStretch& stretch, double level);

// Sums over masked tokens.
struct Score {
  double nll = 0;
  double right = 0;
  double tokens = 0;
  void add(const torch::Tensor& logits_FV, const torch::Tensor& truth_F, const torch::Tensor& masked_F);
  double meanNll() const;  // NaN without tokens
  double accuracy() const;
};

}  // namespace lacuna::engine

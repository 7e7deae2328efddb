// SPDX-License-Identifier: GPL-3.0-or-later
// What a look of the model at the gaps amounts to for a sampler: per row the likeliest tokens, how the rest weighs, and
// how sure the model is. Either from all logits at once, by tensors; or, for samplers that need no more, row by row
// from the hidden states, without ever holding the logits of all rows: rows that nobody asks for cost nothing.
//
// Shapes: F filling rows of all candidates, V vocabulary, W width, L tokens listed a row.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/diffusion/noise_process.h"
#include "engine/layers/layer.h"
#include "engine/text/cache_model.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// The entropy of a guess that is worth nothing: so unsure that none of it is fed back.
constexpr float kNoGuess = 1e4F;

// The likeliest tokens of one row, likeliest first.
struct Shortlist {
  const std::int64_t* ids = nullptr;
  const float* logits = nullptr;
  float logNormalizer = 0;  // of the whole row
  int count = 0;

  float logProbability(int i) const { return logits[i] - logNormalizer; }
  float probability(int i) const;
};

// What rows are looked at with.
struct RowLook {
  const VocabularyTail* tail = nullptr;  // laid out
  torch::Tensor hidden_FW;
  std::vector<const float*> bars_F;                 // a row of V numbers each, added to its logits; many rows share one
  std::vector<CacheModel::PlaceBonuses> bonuses_F;  // added too; their cache model outlives the lists
  std::vector<TokenId> asked_F;                     // a token a row whose probability will be asked
  std::int64_t width = 64;                          // L
  int threads = 1;
  TokenId always = -1;  // listed in every row that does not bar it, however unlikely; -1: none
};

class Shortlists {
 public:
  Shortlists() = default;
  // logits_FV: float32 on the CPU, barred tokens at -inf. width: L. always: as in RowLook.
  Shortlists(const torch::Tensor& logits_FV, std::int64_t width = 64, TokenId always = -1);
  // Nothing is computed yet. REQUIRES: a tail that is laid out, and canUsePacked(). The tail and the bars outlive the
  // lists.
  explicit Shortlists(RowLook look);

  bool empty() const { return !known_F_ && !logits_FV_.defined(); }
  std::int64_t rows() const;
  // Sees to the rows at once that are true and not known yet; any other row is seen to when it is asked for.
  void want(const std::vector<bool>& rows_F) const;
  bool knows(std::size_t row) const { return !known_F_ || (*known_F_)[row]; }
  // Takes over what another list knows of those rows, which have not been looked at anew. REQUIRES: both row by row.
  void adopt(const Shortlists& other, const std::vector<bool>& rows_F);

  // Weighs a row's listed tokens anew: p^(1 - share) times other^share, among themselves. other_V: log-probabilities.
  void blend(std::size_t row, const float* other_V, float share);

  Shortlist row(std::size_t row) const;
  // Of any token where there are logits; of the row's asked token where there are none, whatever id says.
  float logProbability(std::size_t row, TokenId id) const;
  float probability(std::size_t row, TokenId id) const;
  float entropy(std::size_t row) const;  // nats, of the whole distribution
  // What is fed back of it; rows that are not known give nothing.
  Guess guess(int k = 3) const;

  // Undefined for a row by row look.
  const torch::Tensor& logits_FV() const { return logits_FV_; }

 private:
  // logits: memory for the rows, their logits first, then what they are computed from.
  void see(const std::vector<std::int64_t>& rows, float* logits) const;

  torch::Tensor logits_FV_;
  RowLook look_;
  std::shared_ptr<std::vector<bool>> known_F_;  // null: all of them
  // Shared by copies, filled in as rows are asked for; one thread.
  torch::Tensor top_FL_, ids_FL_, normalizer_F_, asked_F_;
  mutable torch::Tensor entropy_F_;  // of logits when it is first asked for
};

}  // namespace lacuna::engine

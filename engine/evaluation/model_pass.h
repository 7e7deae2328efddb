// SPDX-License-Identifier: GPL-3.0-or-later
// A stretch of text with blanks before a model, in whichever way the model reads: its context read, its rows ready to
// be filled any number of times.
//
// Shapes: G rows of blanks over all candidates (candidate by candidate), F filling rows, W width, V vocabulary.
#pragma once

#include <memory>

#include "engine/denoiser/context_reader.h"
#include "engine/denoiser/denoiser.h"
#include "engine/denoiser/packed_fill.h"
#include "engine/training/streams.h"

namespace lacuna::engine {

// Whether contexts of such a model can be kept by content between passes, and pay.
bool canKeepContext(const ModelConfig& config);

class ModelPass {
 public:
  // reader: of the same model, or null, where the model reads for itself. Without gradients. Over a base looks are the
  // steps of a session's run, in their precision.
  ModelPass(const Denoiser& model, const std::vector<TokenId>& tokens, const Gaps& gaps, int candidates,
            ContextReader* reader);

  const torch::Tensor& gold_G() const { return gold_G_; }  // int64, what the blanks hold, for every candidate
  // states_GW: of the blanks' rows; known text of a joint stream is clean.
  torch::Tensor logits(const torch::Tensor& states_GW) const;  // [G, V]
  // Whether looks are the steps of a session's run, which keep what they made of their rows.
  bool isOfSteps() const { return packed_ != nullptr; }
  // Of what is asked, [asked, V], by a look that keeps its rows: whole, or at the part of them that matters (see
  // PackedFill). REQUIRES: isOfSteps().
  torch::Tensor logitsKeeping(const torch::Tensor& states_GW, const GapRowsAsked& asked, bool whole,
                              KeptGapRows* kept) const;
  // What the model's cache adds to them, where it has one. known_G: the tokens of the blanks' rows, -1 where hidden.
  void addCache(const std::vector<TokenId>& known_G, torch::Tensor* logits_GV) const;

  // Causal models: clean tokens in all rows but the blanks', which hold ids_G. The logits [G + candidates * gaps, V] of
  // what follows: of each gap first its first token, at the end what follows its last one.
  torch::Tensor nextLogits(const torch::Tensor& ids_G) const;

 private:
  torch::Tensor hidden(const torch::Tensor& states_GW) const;
  // Where the steps of a session serve.
  bool prepareSteps(const Batch& one, ContextReader* reader);
  void readCache(const DocumentRows& document);

  const Denoiser& model_;
  Batch batch_;
  FillPlan plan_;
  KeyValues prepared_;
  std::unique_ptr<PackedFill> packed_;  // in place of plan_ and prepared_
  torch::Tensor gapRows_G_, gold_G_;
  CacheModel cacheModel_;
  std::vector<CacheModel::Gap> cacheGaps_;  // of all candidates
  torch::Tensor nextRows_;                  // int64: rows before and in gaps, in order
  torch::Tensor known_FW_;                  // joint streams: clean embeddings of all rows
};

}  // namespace lacuna::engine

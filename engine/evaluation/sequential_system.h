// SPDX-License-Identifier: GPL-3.0-or-later
// A denoiser settled from left to right, over a base as `guided` does: what it gives a blank is no bound but a
// likelihood, token by token, of the very distribution that a run draws from (before temperature, top-p and rules).
#pragma once

#include <memory>
#include <string>

#include "engine/evaluation/base_system.h"
#include "engine/evaluation/model_system.h"

namespace lacuna::engine {

class SequentialSystem : public InfillSystem {
 public:
  // baseShare: of the base's voice, 0 (the gap stream alone) to 1; p(gap stream)^(1 - share) p(base)^share, brought to
  // a sum of one over the vocabulary. base: null for a share of 0. Both outlive it.
  SequentialSystem(const LoadedSystem& model, const BaseSystem* base, float baseShare);

  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return model_.tokenizer(); }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override;
  // Neither fills nor chooses: the model does, as it is used.
  Fills fill(const BlankText& text, const FillOptions& options) override;
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override;

 private:
  const LoadedSystem& model_;
  const BaseSystem* base_;
  float baseShare_;
  std::string name_;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The pretrained base alone, before any adapter: the baseline that an adapter must beat.
#pragma once

#include <memory>
#include <string>

#include "engine/base/chunk_reader.h"
#include "engine/evaluation/infill_system.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

// kLeft: log p(blank | left), exact, and all that a causal model knows of a blank. kJudged adds log p(the next 32
// tokens | left, blank): no likelihood of the blank, so it is asked to choose among texts only. Neither fills.
enum class BaseView { kLeft, kJudged };

class BaseSystem : public InfillSystem {
 public:
  // A model over a base, and whoever reads for it; several systems may share a reader.
  BaseSystem(std::shared_ptr<const LoadedModel> model, std::shared_ptr<ChunkReader> reader, BaseView sees);

  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return *model_->tokenizer; }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override;
  Fills fill(const BlankText& text, const FillOptions& options) override;
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override;

  // What follows the left side and the blank's tokens so far: natural log-probabilities [length, V]
  torch::Tensor expects(const BlankView& view) const;

 private:
  struct Left {
    TokenId last = 0;  // is read with what stands behind it
    KeyValues past;    // of what stands before it
  };
  // The left side, read as far back as the base was trained to read `more` tokens behind it.
  Left readLeft(const std::vector<TokenId>& left, std::size_t more) const;
  // Nats of tokens behind a left side, [sequence][token].
  std::vector<std::vector<float>> scoreBehind(const std::vector<TokenId>& left,
                                              const std::vector<std::vector<TokenId>>& sequences) const;

  std::shared_ptr<const LoadedModel> model_;
  std::shared_ptr<ChunkReader> reader_;
  BaseView sees_;
  std::string name_;
};

}  // namespace lacuna::engine

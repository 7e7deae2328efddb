// SPDX-License-Identifier: GPL-3.0-or-later
// The training of an adapter over a frozen base.
#pragma once

#include <memory>
#include <string>

#include "engine/training/adapter_config.h"
#include "engine/training/learner.h"
#include "engine/training/token_characters.h"

namespace lacuna::engine {

class AdapterTrainer final : public Learner {
 public:
  // Reads all weights of the base; the file may go. The other references outlive it.
  AdapterTrainer(const AdapterTrainConfig& config, const BaseFile& base, const Tokenizer& tokenizer,
                 const TokenizedCorpus& corpus, torch::Device device = torch::kCPU);

  // An adapter's folder, of this run's shape.
  void startFrom(const std::string& folder) override;

  void callBetween(std::function<void()> between) override { pass_->callBetween(std::move(between)); }

  const Parameters& parameters() const { return parameters_; }

 private:
  // Tokens are those that are asked: each pass's absorbed ones.
  Look look(const Course& course, ExpertLoad* load) override;
  void balance(const ExpertLoad& load) override;
  // Cross-entropy of absorbed tokens, by turns where all, half and a tenth of the gaps' tokens are.
  HeldOutLook heldOutLook(const TokenizedCorpus& valid, int batch) override;
  std::map<std::string, std::string> identity() const override;
  GapSource source(const TokenizedCorpus& corpus) const {
    return {corpus, tokenizer_, config_.batch, marks_, parameters_.front().tensor.size(0)};
  }

  AdapterTrainConfig config_;
  const Tokenizer& tokenizer_;
  const TokenizedCorpus& corpus_;
  TokenCharacters characters_;
  GapMarks marks_;
  Parameters parameters_;
  std::unique_ptr<AdapterPass> pass_;
};

}  // namespace lacuna::engine

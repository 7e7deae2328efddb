// SPDX-License-Identifier: GPL-3.0-or-later
// The training of a voice over an adapter: rows of gaps run through the base's layers with the adapter's updates in
// them, frozen, and what is learnt is one more low-rank update of these. What is read is the base's own reading; the
// adapter's absorbing state and experts stay as they are.
//
// Some steps rehearse (VoiceTrainConfig::rehearsal): over text that the base has said by itself the rows are asked for
// what they would say without the voice, distribution by distribution (learning without forgetting, Li & Hoiem 2016,
// arXiv:1606.09282). Where the voice has changed nothing such a step changes nothing.
#pragma once

#include <memory>
#include <string>

#include "engine/training/learner.h"
#include "engine/training/token_characters.h"
#include "engine/training/voice_config.h"

namespace lacuna::engine {

class VoiceTrainer final : public Learner {
 public:
  struct Ground {
    const BaseFile& base;  // read once; the file may go
    const AdapterConfig& adapter;
    const NamedTensors& tensors;  // the adapter's
    const Tokenizer& tokenizer;
    const TokenizedCorpus& corpus;
    TokenizedCorpus rehearsal{};  // empty: no step rehearses
  };
  // The tokenizer and the corpus outlive it.
  VoiceTrainer(const VoiceTrainConfig& config, const Ground& ground, torch::Device device = torch::kCPU);

  // A voice's folder, of this run's shape and adapter.
  void startFrom(const std::string& folder) override;
  void callBetween(std::function<void()> between) override { pass_->callBetween(std::move(between)); }

  const Parameters& parameters() const { return voice_; }

 private:
  // Tokens are those that are asked.
  Look look(const Course& course, ExpertLoad* load) override;
  void balance(const ExpertLoad& /*load*/) override {}
  HeldOutLook heldOutLook(const TokenizedCorpus& valid, int batch) override;
  std::map<std::string, std::string> identity() const override;
  bool rehearses() const;
  GapSource source(const TokenizedCorpus& corpus) const {
    return {corpus, tokenizer_, config_.batch, marks_, speaking_.front().tensor.size(0)};
  }

  VoiceTrainConfig config_;
  LlamaConfig base_;
  const Tokenizer& tokenizer_;
  const TokenizedCorpus& corpus_;
  TokenizedCorpus rehearsal_;
  TokenCharacters characters_;
  GapMarks marks_;
  Parameters voice_;                 // voiceTensors()
  Parameters speaking_;              // adapterTensors(): of the adapter what is frozen, and the voice's own tensors
  Parameters silent_;                // the same without the voice
  std::vector<std::ptrdiff_t> own_;  // of each of speaking_: its place in voice_, or -1
  std::unique_ptr<AdapterPass> pass_;
};

}  // namespace lacuna::engine

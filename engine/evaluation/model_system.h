// SPDX-License-Identifier: GPL-3.0-or-later
// A denoiser, or an autoregressive model of the same parts, among the systems that an evaluation asks.
#pragma once

#include <memory>

#include "engine/base/chunk_reader.h"
#include "engine/diffusion/noise_process.h"
#include "engine/evaluation/infill_system.h"
#include "engine/evaluation/model_pass.h"
#include "engine/session.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

class ModelSystem : public InfillSystem {
 public:
  // The references outlive it, and the weights do not change meanwhile.
  // reader: null where it reads for itself, or by windows.
  ModelSystem(std::string name, const Denoiser& model, const Tokenizer& tokenizer, const NoiseProcess& noise,
              std::unique_ptr<ContextReader> reader = nullptr);

  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return tokenizer_; }
  void rename(std::string name) { name_ = std::move(name); }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override;
  // Without seams, rules or the judge: the candidate of least risk is the best.
  Fills fill(const BlankText& text, const FillOptions& options) override;
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override;

  // [candidate][token]. A system that learnt where to end may give another number of tokens than the blank has.
  std::vector<std::vector<TokenId>> fillTokens(const BlankView& view, const FillOptions& options);

  // How well a fill joins the text: the mean negative log-likelihood, nats a token, of up to 8 tokens on either side of
  // the blank when they are blanks themselves and the fill is known text. NaN where a model cannot tell (causal).
  double boundary(const BlankView& view, const std::vector<TokenId>& fill);

  // What a gap stream expects in a blank that settles from left to right: natural log-probabilities [length, V], row k
  // with the tokens before it in sight. Not for causal models.
  torch::Tensor fromLeftToRight(const BlankView& view) const;
  // The same by the looks of a session's run: at all rows now and then, else at those that matter.
  torch::Tensor asARunSettles(const BlankView& view) const;

 private:
  // Nats of what the maskings hide, per masking: sum of -log p, and how many were the likeliest.
  BlankScore scoreGaps(const std::vector<TokenId>& tokens, const Gaps& gaps, const std::vector<Masking>& maskings);
  BlankScore scoreCausal(const BlankView& view);
  std::vector<std::vector<TokenId>> fillCausal(const BlankView& view, const FillOptions& options);
  // Of what a blank holds, when all of it is hidden.
  std::vector<double> gapLikelihoods(const BlankText& text, const std::vector<std::string>& options);

  std::string name_;
  const Denoiser& model_;
  const Tokenizer& tokenizer_;
  const NoiseProcess& noise_;
  std::unique_ptr<ContextReader> reader_;
};

// A model from its folder, with all that it needs. It fills as the program does: by a session, with the session's
// sampler, rules, seams and ranking. Baselines that read text and gap as one stream have no session, and fill as
// ModelSystem does.
class LoadedSystem : public ModelSystem {
 public:
  // Throws what loadModel() throws.
  // voices: that speak with it, as Session::speakWith() has it; its name then says so.
  static std::unique_ptr<LoadedSystem> open(const std::string& folder, const std::vector<VoiceBlend>& voices = {});
  const LoadedModel& loaded() const { return *loaded_; }
  std::shared_ptr<const LoadedModel> share() const { return loaded_; }
  std::shared_ptr<ChunkReader> shareBaseReader() const { return judged_; }  // null without a base

  Fills fill(const BlankText& text, const FillOptions& options) override;
  // Over a base as the program ranks: the gap stream as a run settles, and the judge.
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override;

 private:
  LoadedSystem(std::shared_ptr<LoadedModel> loaded, std::unique_ptr<NoiseProcess> noise);
  std::shared_ptr<LoadedModel> loaded_;
  std::unique_ptr<NoiseProcess> noise_;
  std::unique_ptr<Session> session_;
  std::shared_ptr<ChunkReader> judged_;  // over a base
};

}  // namespace lacuna::engine

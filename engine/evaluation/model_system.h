// SPDX-License-Identifier: GPL-3.0-or-later
// A denoiser, or an autoregressive model of the same parts, among the systems that an evaluation asks.
#pragma once

#include <memory>

#include "engine/diffusion/noise_process.h"
#include "engine/evaluation/infill_system.h"
#include "engine/evaluation/model_pass.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

class ModelSystem : public InfillSystem {
 public:
  // The references outlive it, and the weights do not change meanwhile.
  // reader: null where it reads for itself, or by windows.
  ModelSystem(std::string name, const Denoiser& model, const Tokenizer& tokenizer, const NoiseProcess& noise,
              std::unique_ptr<ContextReader> reader = nullptr);

  const std::string& name() const override { return name_; }
  void rename(std::string name) { name_ = std::move(name); }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override;
  std::vector<std::vector<TokenId>> fill(const BlankView& view, const FillOptions& options) override;

  // How well a fill joins the text: the mean negative log-likelihood, nats a token, of up to 8 tokens on either side of
  // the blank when they are blanks themselves and the fill is known text. NaN where a model cannot tell (causal).
  double boundary(const BlankView& view, const std::vector<TokenId>& fill);

 private:
  // Nats of what the maskings hide, per masking: sum of -log p, and how many were the likeliest.
  BlankScore scoreGaps(const std::vector<TokenId>& tokens, const Gaps& gaps, const std::vector<Masking>& maskings);
  BlankScore scoreCausal(const BlankView& view);
  std::vector<std::vector<TokenId>> fillCausal(const BlankView& view, const FillOptions& options);

  std::string name_;
  const Denoiser& model_;
  const Tokenizer& tokenizer_;
  const NoiseProcess& noise_;
  std::unique_ptr<ContextReader> reader_;
};

// A model from its folder, with all that it needs.
class LoadedSystem : public ModelSystem {
 public:
  // Throws what loadModel() throws.
  static std::unique_ptr<LoadedSystem> open(const std::string& folder);
  const LoadedModel& loaded() const { return *loaded_; }

 private:
  LoadedSystem(std::unique_ptr<LoadedModel> loaded, std::unique_ptr<NoiseProcess> noise);
  std::unique_ptr<LoadedModel> loaded_;
  std::unique_ptr<NoiseProcess> noise_;
};

}  // namespace lacuna::engine

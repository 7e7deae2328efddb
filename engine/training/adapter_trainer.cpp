// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/adapter_trainer.h"

#include "engine/weights/model_folder.h"

namespace lacuna::engine {

AdapterTrainer::AdapterTrainer(const AdapterTrainConfig& config, const BaseFile& base, const Tokenizer& tokenizer,
                               const TokenizedCorpus& corpus, torch::Device device)
    : Learner(config),
      config_(config),
      tokenizer_(tokenizer),
      corpus_(corpus),
      characters_(tokenizer),
      marks_(gapMarks(config.adapter, tokenizer)),
      parameters_(newAdapter(config.adapter, base, config.seed)) {
  AdapterPassOptions options = passOptions(base.config(), config.adapter, device);
  options.learnt = config.learnt;
  options.onGradient = [this](std::size_t at) { ready(at); };
  pass_ = makeAdapterPass(base, config.adapter, options);
  for (Parameter& parameter : parameters_) parameter.tensor = parameter.tensor.to(device);
  learn(&parameters_);
}

Learner::Look AdapterTrainer::look(const Course& /*course*/, ExpertLoad* load) {
  const GapRows rows = source(corpus_).make(seed(), static_cast<std::uint64_t>(batch()));
  PassLoss made = pass_->run(rows, parameters_, true);
  *load = std::move(made.load);
  return {made.loss_N.mean().item<double>(), made.loss_N.size(0),
          characters_.sum(rows.target_R, made.loss_N).perCharacter()};
}

void AdapterTrainer::balance(const ExpertLoad& load) {
  const torch::NoGradGuard noGrad;
  std::size_t layer = 0;
  for (Parameter& parameter : parameters_) {
    if (parameter.kind != ParameterKind::kBuffer) continue;  // the experts' biases, layer by layer
    const auto& count = load.tokens_E[layer++];
    parameter.tensor.add_((count.mean() - count).sign(), config_.balanceRate);
  }
}

HeldOutLook AdapterTrainer::heldOutLook(const TokenizedCorpus& valid, int batch) {
  const GapRows rows = source(valid).makeHeldOutTurn(kHeldOutSeed, batch);
  const auto loss_N = pass_->run(rows, parameters_, false).loss_N;
  const TokenCharacters::Sum sum = characters_.sum(rows.target_R, loss_N);
  return {loss_N.mean().item<double>(), sum.nats, sum.characters, {}};
}

std::map<std::string, std::string> AdapterTrainer::identity() const {
  return {{"config", toJson(config_.adapter).dump()}, {"tokenizer", tokenizer_.hash()}};
}

void AdapterTrainer::startFrom(const std::string& folder) {
  const NamedTensors trained = readAdapter(folder).tensors;
  for (Parameters to : {parameters_, averaged()}) copyParameters(trained, &to, folder + "/adapter.safetensors");
}

}  // namespace lacuna::engine

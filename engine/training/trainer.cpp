// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainer.h"

#include <cmath>

#include "engine/training/objective.h"

namespace lacuna::engine {
namespace {

constexpr int kStepsAhead = 12;  // made on the host while the GPU computes

Denoiser onDevice(Denoiser model, torch::Device device) {
  model.to(device);
  return model;
}

}  // namespace

Trainer::Trainer(const TrainConfig& config, const Tokenizer& tokenizer, const TokenizedCorpus& corpus,
                 torch::Device device)
    : Learner(config),
      config_(config),
      tokenizer_(tokenizer),
      model_(onDevice(Denoiser(config.model, config.seed), device)),
      noise_(makeNoiseProcess(config.model.noise)),
      queue_(source(corpus), config.seed, device.is_cuda() ? kStepsAhead : 0) {
  model_.recomputeLayers(config.recomputeLayers);
  if (model_.tokenLogFrequency().defined()) {
    const torch::NoGradGuard noGrad;
    model_.tokenLogFrequency().copy_(torch::tensor(unigram(corpus, config.model.vocabulary), torch::kFloat64).log());
  }
  learn(&model_.parameters());
}

torch::Tensor Trainer::loss(const TrainInput& input, ExpertLoad* load, bool heldOut) const {
  const torch::Device device = model_.device();
  const MixedPrecision mixed(device);
  const auto target_F = input.batch.target_F.to(device);
  const NoisedTokens noised = input.noised.to(device);
  const FillPlan fillPlan = input.fillPlan.to(device);
  const auto state_RW = model_.readingInput(input.batch.layout, input.batch.context_C.to(device));
  const KeyValues prepared = model_.prepare(model_.prefill(state_RW, input.readPlan.to(device), load), fillPlan);
  Guess guess;
  if (input.soft) {
    const torch::NoGradGuard noGrad;
    guess =
        makeGuess(model_.logits(model_.denoise(noise_->state(model_, noised, nullptr), prepared, fillPlan, nullptr)));
  }
  const auto hidden_FW =
      model_.denoise(noise_->state(model_, noised, input.soft ? &guess : nullptr), prepared, fillPlan, load);
  const auto& next_F = input.batch.next_F;
  const ObjectiveInput objective{
      model_, *noise_, noised, target_F, next_F.defined() ? next_F.to(device) : next_F, input.batch, config_.weighting};
  return heldOut ? lacuna::engine::heldOutLoss(hidden_FW, objective) : trainingLoss(hidden_FW, objective);
}

Learner::Look Trainer::look(const Course& course, ExpertLoad* load) {
  const double perBatch = course.perStep / config_.accumulate * static_cast<double>(stride());
  const TrainInput input = queue_.take(batch(), course.share, perBatch, stride());
  const auto crossEntropy = loss(input, load, false);
  const Look result{crossEntropy.item<double>(), input.batch.context_C.size(0) + input.batch.target_F.size(0)};
  if (!std::isfinite(result.loss)) return result;
  (load->zLoss.defined() ? crossEntropy + config_.zLoss * load->zLoss : crossEntropy).backward();
  return result;
}

void Trainer::detour(std::int64_t number) {
  Learner::detour(number);
  queue_.reseed(seed());
}

void Trainer::balance(const ExpertLoad& load) {
  const torch::NoGradGuard noGrad;
  std::vector<Mixture*> mixtures = model_.mixtures();
  for (std::size_t i = 0; i < mixtures.size() && i < load.tokens_E.size(); ++i) {
    const auto& count = load.tokens_E[i];
    mixtures[i]->bias_E.add_((count.mean() - count).sign(), config_.balanceRate);
  }
}

HeldOutLook Trainer::heldOutLook(const TokenizedCorpus& valid, int batch) {
  return {loss(source(valid).make(kHeldOutSeed, batch), nullptr, true).item<double>(), 0, 0, {}};
}

std::map<std::string, std::string> Trainer::identity() const {
  return {{"config", toJson(config_.model).dump()}, {"tokenizer", tokenizer_.hash()}};
}

void Trainer::startFrom(const std::string& folder) {
  const std::string path = folder + "/model.safetensors";
  NamedTensors trained = readSafeTensors(path).tensors;
  const auto isCounted = [](const std::string& name) { return name == kTokenLogFrequency; };
  std::erase_if(trained, [&](const auto& entry) { return isCounted(entry.first); });
  try {
    for (Parameters to : {model_.parameters(), averaged()}) {
      std::erase_if(to, [&](const Parameter& parameter) { return isCounted(parameter.name); });
      copyParameters(trained, &to, path);
    }
  } catch (const Error& error) {
    throw Error(error.code(), std::string(error.what()) +
                                  " A run begins with a model of the same width, layers and experts as its own only.");
  }
}

}  // namespace lacuna::engine

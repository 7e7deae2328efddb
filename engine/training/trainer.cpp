// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/trainer.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/training/objective.h"

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kHeldOutSeed = 20240607;
constexpr std::uint64_t kDetour = 0x9E3779B97F4A7C15ULL;  // between the seeds of a run's detours
constexpr int kStepsAhead = 12;                           // made on the host while the GPU computes

Denoiser onDevice(Denoiser model, torch::Device device) {
  model.to(device);
  return model;
}

}  // namespace

Trainer::Trainer(const TrainConfig& config, const Tokenizer& tokenizer, const TokenizedCorpus& corpus,
                 torch::Device device)
    : config_(config),
      tokenizer_(tokenizer),
      model_(onDevice(Denoiser(config.model, config.seed), device)),
      noise_(makeNoiseProcess(config.model.noise)),
      queue_(source(corpus), config.seed, device.is_cuda() ? kStepsAhead : 0),
      optimizer_(&model_.parameters(), config.optimizer) {
  model_.recomputeLayers(config.recomputeLayers);
  if (model_.tokenLogFrequency().defined()) {
    const torch::NoGradGuard noGrad;
    model_.tokenLogFrequency().copy_(torch::tensor(unigram(corpus, config.model.vocabulary), torch::kFloat64).log());
  }
  for (const Parameter& parameter : model_.parameters()) average_.push_back(parameter.tensor.detach().clone());
}

torch::Tensor Trainer::loss(const TrainInput& input, ExpertLoad* load, bool heldOut) const {
  const torch::Device device = model_.device();
  const MixedPrecision mixed(device);
  const auto target_F = input.batch.target_F.to(device);
  const NoisedTokens noised = input.noised.to(device);
  const FillPlan fillPlan = input.fillPlan.to(device);
  const auto state_RW = model_.readingInput(input.batch.layout, input.batch.context_C.to(device));
  const KeyValues prepared = model_.prepare(model_.read(state_RW, input.readPlan.to(device), load), fillPlan);
  Guess guess;
  if (input.soft) {
    const torch::NoGradGuard noGrad;
    guess = makeGuess(model_.logits(model_.fill(noise_->state(model_, noised, nullptr), prepared, fillPlan, nullptr)));
  }
  const auto hidden_FW =
      model_.fill(noise_->state(model_, noised, input.soft ? &guess : nullptr), prepared, fillPlan, load);
  const auto& next_F = input.batch.next_F;
  const ObjectiveInput objective{
      model_, *noise_, noised, target_F, next_F.defined() ? next_F.to(device) : next_F, input.batch, config_.weighting};
  return heldOut ? heldOutLoss(hidden_FW, objective) : trainingLoss(hidden_FW, objective);
}

StepLoss Trainer::step(double rate, const Course& course) {
  load_ = ExpertLoad();
  StepLoss result;
  std::int64_t tokens = 0;
  for (int part = 0; part < config_.accumulate; ++part) {
    const TrainInput input =
        queue_.take(step_ * config_.accumulate + part, course.share, course.perStep / config_.accumulate);
    const auto crossEntropy = loss(input, &load_, false);
    result.loss += crossEntropy.item<double>() / config_.accumulate;
    if (!std::isfinite(result.loss)) break;
    const auto whole = load_.zLoss.defined() ? crossEntropy + config_.zLoss * load_.zLoss : crossEntropy;
    (config_.accumulate > 1 ? whole / config_.accumulate : whole).backward();
    load_.zLoss = torch::Tensor();
    tokens += input.batch.context_C.size(0) + input.batch.target_F.size(0);
  }
  result.sound = watch_.sound(result.loss);
  if (!result.sound) {
    optimizer_.forget();
    return result;
  }
  result.gradientNorm = optimizer_.step(rate);
  result.sound = std::isfinite(result.gradientNorm);
  if (!result.sound) return result;
  balance();
  ++step_;
  tokens_ += tokens;
  smoothed_ = step_ == 1 ? result.loss
                         : smoothed_ + (result.loss - smoothed_) * std::max(0.02, 1.0 / static_cast<double>(step_));
  average();
  return result;
}

void Trainer::detour(std::int64_t number) {
  detours_ = number;
  queue_.reseed(config_.seed + static_cast<std::uint64_t>(number) * kDetour);
}

void Trainer::balance() {
  const torch::NoGradGuard noGrad;
  std::vector<Mixture*> mixtures = model_.mixtures();
  for (std::size_t i = 0; i < mixtures.size() && i < load_.tokens_E.size(); ++i) {
    const auto& count = load_.tokens_E[i];
    mixtures[i]->bias_E.add_((count.mean() - count).sign(), config_.balanceRate);
  }
}

void Trainer::average() {
  const torch::NoGradGuard noGrad;
  const double decay = std::min(config_.ema, (1.0 + static_cast<double>(step_)) / (10.0 + static_cast<double>(step_)));
  for (std::size_t i = 0; i < average_.size(); ++i)
    average_[i].lerp_(model_.parameters()[i].tensor.detach(), 1.0 - decay);
}

Parameters Trainer::averaged() const {
  Parameters result = model_.parameters();
  for (std::size_t i = 0; i < result.size(); ++i) result[i].tensor = average_[i];
  return result;
}

double Trainer::heldOut(const TokenizedCorpus& valid, int batches) {
  const torch::NoGradGuard noGrad;
  // The averaged weights take the parameters' places for a moment.
  const auto exchange = [&] {
    for (std::size_t i = 0; i < average_.size(); ++i) {
      auto& tensor = model_.parameters()[i].tensor;
      const auto held = tensor.detach().clone();
      tensor.copy_(average_[i]);
      average_[i].copy_(held);
    }
  };
  exchange();
  double sum = 0;
  for (int i = 0; i < batches; ++i) {
    sum += loss(source(valid).make(kHeldOutSeed, i), nullptr, true).item<double>();
  }
  exchange();
  return sum / batches;
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

void Trainer::save(const std::string& path, double elapsedSeconds, const std::string& keeping) const {
  NamedTensors tensors;
  for (std::size_t i = 0; i < average_.size(); ++i) {
    tensors.emplace_back("model." + model_.parameters()[i].name, model_.parameters()[i].tensor);
    tensors.emplace_back("average." + model_.parameters()[i].name, average_[i]);
  }
  for (auto& entry : optimizer_.state()) tensors.push_back(std::move(entry));
  tensors.emplace_back("trainer.counts", torch::tensor({step_, tokens_, detours_}, torch::kInt64));
  // Doubles as bits: what is resumed must not be rounded.
  const auto bits = [](double value) { return static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value)); };
  std::vector<std::int64_t> doubles = {bits(smoothed_), bits(elapsedSeconds)};
  for (const double value : watch_.state()) doubles.push_back(bits(value));
  tensors.emplace_back("trainer.doubles", torch::tensor(doubles, torch::kInt64));
  writeSafeTensors(path, tensors, {{"config", toJson(config_.model).dump()}, {"tokenizer", tokenizer_.hash()}},
                   keeping);
}

double Trainer::load(const std::string& path) {
  const SafeTensors file = readSafeTensors(path);
  const auto config = file.metadata.find("config");
  if (config == file.metadata.end() || config->second != toJson(config_.model).dump()) {
    throw Error(ErrorCode::kBadModel,
                "The checkpoint " + path +
                    " was made with another model configuration; give another --output to start afresh.");
  }
  // Checkpoints of before have none.
  if (const auto made = file.metadata.find("tokenizer");
      made != file.metadata.end() && made->second != tokenizer_.hash()) {
    throw Error(ErrorCode::kBadModel, "The checkpoint " + path +
                                          " was made with another tokenizer, whose pieces are not those of this one; "
                                          "give the run's own, or another --output to start afresh.");
  }
  NamedTensors model;
  NamedTensors average;
  NamedTensors rest;
  const auto after = [](const std::string& name, const std::string& prefix) { return name.substr(prefix.size()); };
  for (const auto& [name, tensor] : file.tensors) {
    if (name.rfind("model.", 0) == 0)
      model.emplace_back(after(name, "model."), tensor);
    else if (name.rfind("average.", 0) == 0)
      average.emplace_back(after(name, "average."), tensor);
    else
      rest.emplace_back(name, tensor);
  }
  copyParameters(model, &model_.parameters(), path);
  Parameters averages = averaged();
  copyParameters(average, &averages, path);
  optimizer_.load(rest);
  double elapsed = 0;
  for (const auto& [name, tensor] : rest) {
    // The first version of a checkpoint had two numbers of each.
    const auto real = [&tensor = tensor](std::int64_t i) {
      return std::bit_cast<double>(tensor[i].item<std::int64_t>());
    };
    if (name == "trainer.counts" && tensor.numel() >= 2) {
      step_ = tensor[0].item<std::int64_t>();
      tokens_ = tensor[1].item<std::int64_t>();
      detour(tensor.numel() > 2 ? tensor[2].item<std::int64_t>() : 0);
    } else if (name == "trainer.doubles" && tensor.numel() >= 2) {
      smoothed_ = real(0);
      elapsed = real(1);
      watch_.restore(tensor.numel() > 5 ? LossWatch::State{real(2), real(3), real(4), real(5)} : LossWatch::State{});
    }
  }
  return elapsed;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/learner.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/error.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kDetour = 0x9E3779B97F4A7C15ULL;  // between the seeds of a run's detours

}  // namespace

std::uint64_t Learner::seed() const { return options_.seed + static_cast<std::uint64_t>(detours_) * kDetour; }

void Learner::learn(Parameters* parameters) {
  parameters_ = parameters;
  optimizer_.emplace(parameters, options_.optimizer);
  for (const Parameter& parameter : *parameters) average_.push_back(parameter.tensor.detach().clone());
}

StepLoss Learner::step(double rate, const Course& course) {
  load_ = ExpertLoad();
  const Look look = this->look(course, &load_);
  StepLoss result;
  result.loss = look.loss;
  result.perCharacter = look.perCharacter;
  result.sound = watch_.sound(result.loss);
  if (!result.sound) {
    optimizer_->forget();
    return result;
  }
  result.gradientNorm = optimizer_->step(rate);
  result.sound = std::isfinite(result.gradientNorm);
  if (!result.sound) return result;
  balance(load_);
  ++step_;
  tokens_ += look.tokens;
  smoothed_ = step_ == 1 ? result.loss
                         : smoothed_ + (result.loss - smoothed_) * std::max(0.02, 1.0 / static_cast<double>(step_));
  average();
  return result;
}

void Learner::average() {
  const torch::NoGradGuard noGrad;
  const double decay = std::min(options_.ema, (1.0 + static_cast<double>(step_)) / (10.0 + static_cast<double>(step_)));
  for (std::size_t i = 0; i < average_.size(); ++i) average_[i].lerp_((*parameters_)[i].tensor.detach(), 1.0 - decay);
}

Parameters Learner::averaged() const {
  Parameters result = *parameters_;
  for (std::size_t i = 0; i < result.size(); ++i) result[i].tensor = average_[i];
  return result;
}

double Learner::heldOut(const TokenizedCorpus& valid, int batches) {
  const torch::NoGradGuard noGrad;
  // The averaged weights take the parameters' places for a moment.
  const auto exchange = [&] {
    for (std::size_t i = 0; i < average_.size(); ++i) {
      auto& tensor = (*parameters_)[i].tensor;
      const auto held = tensor.detach().clone();
      tensor.copy_(average_[i]);
      average_[i].copy_(held);
    }
  };
  exchange();
  HeldOutSum sum;
  for (int i = 0; i < batches; ++i) sum.add(heldOutLook(valid, i));
  exchange();
  heldOut_ = sum.mean();
  return heldOut_.loss;
}

void Learner::save(const std::string& path, double elapsedSeconds, const std::string& keeping) const {
  NamedTensors tensors;
  for (std::size_t i = 0; i < average_.size(); ++i) {
    tensors.emplace_back("model." + (*parameters_)[i].name, (*parameters_)[i].tensor);
    tensors.emplace_back("average." + (*parameters_)[i].name, average_[i]);
  }
  for (auto& entry : optimizer_->state()) tensors.push_back(std::move(entry));
  tensors.emplace_back("trainer.counts", torch::tensor({step_, tokens_, detours_}, torch::kInt64));
  // Doubles as bits: what is resumed must not be rounded.
  const auto bits = [](double value) { return static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value)); };
  std::vector<std::int64_t> doubles = {bits(smoothed_), bits(elapsedSeconds)};
  for (const double value : watch_.state()) doubles.push_back(bits(value));
  tensors.emplace_back("trainer.doubles", torch::tensor(doubles, torch::kInt64));
  for (auto& entry : course_.state()) tensors.push_back(std::move(entry));
  writeSafeTensors(path, tensors, identity(), keeping);
}

double Learner::load(const std::string& path) {
  const SafeTensors file = readSafeTensors(path);
  const std::map<std::string, std::string> own = identity();
  const auto config = file.metadata.find("config");
  if (config == file.metadata.end() || config->second != own.at("config")) {
    throw Error(ErrorCode::kBadModel,
                "The checkpoint " + path +
                    " was made with another model configuration; give another --output to start afresh.");
  }
  // Checkpoints of before have none.
  if (const auto made = file.metadata.find("tokenizer");
      made != file.metadata.end() && made->second != own.at("tokenizer")) {
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
  copyParameters(model, parameters_, path);
  Parameters averages = averaged();
  copyParameters(average, &averages, path);
  optimizer_->load(rest);
  course_.restore(rest);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/learner.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "engine/error.h"
#include "engine/gradients/gradient_hook.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kDetour = 0x9E3779B97F4A7C15ULL;  // between the seeds of a run's detours

// Rank 0's tensors, of which the others need not know names or shapes: int64 or float32.
NamedTensors ofLeader(NamedTensors tensors, World* world) {
  nlohmann::json head = nlohmann::json::array();
  for (const auto& [name, tensor] : tensors)
    head.push_back({name, tensor.scalar_type() == torch::kInt64, tensor.sizes().vec()});
  std::string text = head.dump();
  const auto size = torch::tensor({static_cast<std::int64_t>(text.size())}, torch::kInt64);
  world->broadcast(size);
  text.resize(static_cast<std::size_t>(size.item<std::int64_t>()));
  const auto bytes = torch::empty({size.item<std::int64_t>()}, torch::kUInt8);
  std::copy(text.begin(), text.end(), bytes.data_ptr<std::uint8_t>());
  world->broadcast(bytes);
  std::copy_n(bytes.data_ptr<std::uint8_t>(), text.size(), text.begin());
  if (!world->leads()) {
    tensors.clear();
    for (const auto& one : nlohmann::json::parse(text))
      tensors.emplace_back(
          one[0].get<std::string>(),
          torch::empty(one[2].get<std::vector<std::int64_t>>(), one[1].get<bool>() ? torch::kInt64 : torch::kFloat32));
  }
  for (auto& [name, tensor] : tensors) world->broadcast(tensor);
  return tensors;
}

void add(const ExpertLoad& one, ExpertLoad* all) {
  const auto addEach = [](const std::vector<torch::Tensor>& from, std::vector<torch::Tensor>* to) {
    if (to->empty()) to->assign(from.size(), torch::Tensor());
    for (std::size_t i = 0; i < from.size(); ++i) (*to)[i] = (*to)[i].defined() ? (*to)[i] + from[i] : from[i];
  };
  all->tokens += one.tokens;
  addEach(one.tokens_E, &all->tokens_E);
  addEach(one.entropy, &all->entropy);
}

}  // namespace

std::uint64_t Learner::seed() const { return options_.seed + static_cast<std::uint64_t>(detours_) * kDetour; }

void Learner::learn(Parameters* parameters) {
  parameters_ = parameters;
  optimizer_.emplace(parameters, options_.optimizer);
  for (const Parameter& parameter : *parameters) average_.push_back(parameter.tensor.detach().clone());
  join(nullptr);
}

void Learner::join(World* world) {
  if (world != nullptr && options_.accumulate % world->ranks() != 0) {
    throw Error(ErrorCode::kInvalidConfig,
                "A step has " + std::to_string(options_.accumulate) +
                    (options_.accumulate == 1 ? " batch" : " batches") + ", which " + std::to_string(world->ranks()) +
                    " ranks cannot share evenly: make \"accumulate\" in the configuration a multiple of " +
                    std::to_string(world->ranks()) + ".");
  }
  world_ = world;
  sum_.reset();
  if (options_.accumulate == 1) return;
  sum_ = std::make_unique<GradientSum>(parameters_, world);
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    const auto& tensor = (*parameters_)[i].tensor;
    if (!tensor.requires_grad()) continue;
    onGradient(tensor, [this, i] { ready(i); });
    hooked_.push_back(tensor);
  }
}

Learner::~Learner() {
  for (const torch::Tensor& tensor : hooked_) onGradient(tensor, {});
}

std::int64_t Learner::stride() const { return world_ == nullptr ? 1 : world_->ranks(); }

void Learner::ready(std::size_t at) {
  if (sum_) sum_->take(at, last_);
}

// Over the batches of a step: loss and load are those of all ranks, and so are the gradients in their places.
Learner::Look Learner::lookAtAll(const Course& course) {
  const std::int64_t batches = options_.accumulate;
  Look all;
  double perCharacter = 0, known = 0;  // of batches that say so
  if (sum_) sum_->begin();
  for (std::int64_t i = world_ == nullptr ? 0 : world_->rank(); i < batches; i += stride()) {
    batch_ = step_ * batches + i;
    last_ = i + stride() >= batches;
    ExpertLoad load;
    const Look one = look(course, &load);
    all.loss += one.loss / static_cast<double>(batches);
    all.tokens += one.tokens;
    if (std::isfinite(one.perCharacter)) {
      perCharacter += one.perCharacter;
      ++known;
    }
    add(load, &load_);
    if (sum_) sum_->takeAll(last_);
    if (!std::isfinite(one.loss)) break;
  }
  if (sum_) sum_->finish(batches);
  if (world_ != nullptr) addUp(&all, &perCharacter, &known);
  all.perCharacter = known > 0 ? perCharacter / known : kNotMeasured;
  return all;
}

// Over the ranks. A loss that is no number on one of them is none on any.
void Learner::addUp(Look* look, double* perCharacter, double* known) {
  const auto counts = torch::tensor(
      {look->loss, static_cast<double>(look->tokens), load_.tokens, *perCharacter, *known}, torch::kFloat64);
  world_->sum(counts);
  look->loss = counts[0].item<double>();
  look->tokens = std::llround(counts[1].item<double>());
  load_.tokens = counts[2].item<double>();
  *perCharacter = counts[3].item<double>();
  *known = counts[4].item<double>();
  if (!std::isfinite(look->loss)) return;
  std::vector<torch::Tensor*> loads;
  for (auto* tensors : {&load_.tokens_E, &load_.entropy}) {
    for (torch::Tensor& tensor : *tensors) loads.push_back(&tensor);
  }
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor* tensor : loads) flat.push_back(tensor->detach().flatten().to(torch::kFloat64));
  if (flat.empty()) return;
  const auto whole = torch::cat(flat);
  world_->sum(whole);
  std::int64_t at = 0;
  for (torch::Tensor* tensor : loads) {
    *tensor = whole.narrow(0, at, tensor->numel()).view(tensor->sizes()).to(tensor->options().requires_grad(false));
    at += tensor->numel();
  }
}

StepLoss Learner::step(double rate, const Course& course) {
  load_ = ExpertLoad();
  const Look look = lookAtAll(course);
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
  // Each rank has a part of the batches, or all of them where they are too few for that.
  const bool shares = world_ != nullptr && batches >= world_->ranks();
  HeldOutSum sum;
  for (int i = shares ? world_->rank() : 0; i < batches; i += shares ? world_->ranks() : 1)
    sum.add(heldOutLook(valid, i));
  exchange();
  if (shares) sum.addUp(world_);
  heldOut_ = sum.mean();
  return heldOut_.loss;
}

NamedTensors Learner::state(double elapsedSeconds) const {
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
  return tensors;
}

void Learner::save(const std::string& path, double elapsedSeconds, const std::string& keeping) const {
  NamedTensors tensors = state(elapsedSeconds);
  for (auto& entry : course_.state()) tensors.push_back(std::move(entry));
  writeSafeTensors(path, tensors, identity(), keeping);
}

void Learner::share() {
  if (world_ == nullptr) return;
  const torch::NoGradGuard noGrad;
  NamedTensors tensors = state(0);  // of weights and moments no copies
  for (auto& [name, tensor] : tensors) world_->broadcast(tensor.detach());
  optimizer_->load(tensors);
  takeCounts(tensors);
  course_.restore(ofLeader(course_.state(), world_));
}

std::int64_t Learner::fingerprint() const {
  std::string all = std::to_string(options_.seed) + "/" + std::to_string(options_.accumulate);
  for (const auto& [name, text] : identity()) all += "/" + text;
  return static_cast<std::int64_t>(std::hash<std::string>()(all));
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
  return takeCounts(rest);
}

// Returns the elapsed seconds.
double Learner::takeCounts(const NamedTensors& state) {
  double elapsed = 0;
  for (const auto& [name, tensor] : state) {
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

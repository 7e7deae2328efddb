// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/voice_trainer.h"

#include <algorithm>
#include <map>

#include "engine/base/gap_layers.h"

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kWhichSteps = 23;         // of random numbers: which steps rehearse
constexpr std::uint64_t kRehearsed = 0x52654865;  // between the seeds of what is learnt and of what is rehearsed

std::ptrdiff_t placeOf(const std::string& name, const Parameters& parameters) {
  return std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& one) { return one.name == name; }) -
         parameters.begin();
}

}  // namespace

VoiceTrainer::VoiceTrainer(const VoiceTrainConfig& config, const Ground& ground, torch::Device device)
    : Learner(config),
      config_(config),
      base_(ground.base.config()),
      tokenizer_(ground.tokenizer),
      corpus_(ground.corpus),
      rehearsal_(ground.rehearsal),
      characters_(ground.tokenizer),
      marks_(gapMarks(ground.adapter, ground.tokenizer)),
      voice_(newVoice(config.voice, base_, config.seed)) {
  std::map<std::string, torch::Tensor> own;
  for (Parameter& parameter : voice_) {
    parameter.tensor = parameter.tensor.to(device);
    own[parameter.name] = parameter.tensor;
  }
  AdapterConfig shape = ground.adapter;
  shape.rank = config.voice.rank;
  const GapLayers layers(ground.adapter, ground.tensors, ground.base);
  for (const auto& [name, sizes] : adapterTensors(shape, base_)) {
    const auto found = own.find(name);
    const bool update = name.ends_with(".a") || name.ends_with(".b");
    own_.push_back(found == own.end() ? -1 : placeOf(name, voice_));
    if (found != own.end()) {
      speaking_.push_back({name, found->second, ParameterKind::kMatrix});
    } else {
      const auto frozen = update ? torch::zeros(sizes) : layers.tensor(name);
      speaking_.push_back({name, frozen.to(device), ParameterKind::kBuffer});
    }
    silent_.push_back(speaking_.back());
    if (name.ends_with(".b")) silent_.back().tensor = torch::zeros(sizes).to(device);
  }
  AdapterPassOptions options = passOptions(base_, shape, device);
  options.learnt = config.voice.learnt();
  options.gapLayer = [&layers](int layer) { return layers.layer(layer); };
  options.onGradient = [this](std::size_t at) {
    if (own_[at] >= 0) ready(static_cast<std::size_t>(own_[at]));
  };
  pass_ = makeAdapterPass(ground.base, shape, options);
  learn(&voice_);
}

// A function of (seed, step), as everything that is drawn.
bool VoiceTrainer::rehearses() const {
  if (rehearsal_.tokens.empty()) return false;
  return Random(seed(), static_cast<std::uint64_t>(batch()), kWhichSteps).uniform() < config_.rehearsal;
}

Learner::Look VoiceTrainer::look(const Course& /*course*/, ExpertLoad* load) {
  const auto step = static_cast<std::uint64_t>(batch());
  const bool rehearsing = rehearses();
  const GapRows rows =
      rehearsing ? source(rehearsal_).make(seed() ^ kRehearsed, step) : source(corpus_).make(seed(), step);
  PassLoss made = rehearsing ? pass_->runTowards(pass_->probabilities(rows, silent_), rows, speaking_)
                             : pass_->run(rows, speaking_, true);
  *load = std::move(made.load);
  const double perCharacter = rehearsing ? kNotMeasured : characters_.sum(rows.target_R, made.loss_N).perCharacter();
  return {made.loss_N.mean().item<double>(), made.loss_N.size(0), perCharacter};
}

HeldOutLook VoiceTrainer::heldOutLook(const TokenizedCorpus& valid, int batch) {
  const GapRows rows = source(valid).makeHeldOutTurn(kHeldOutSeed, batch);
  PassLoss made = pass_->run(rows, speaking_, false);
  const TokenCharacters::Sum sum = characters_.sum(rows.target_R, made.loss_N);
  return {made.loss_N.mean().item<double>(), sum.nats, sum.characters, std::move(made.load)};
}

std::map<std::string, std::string> VoiceTrainer::identity() const {
  nlohmann::json voice = toJson(config_.voice);
  voice.erase("name");  // may be another one later
  return {{"config", voice.dump()}, {"tokenizer", tokenizer_.hash()}};
}

void VoiceTrainer::startFrom(const std::string& folder) {
  const VoiceFolder trained = readVoice(folder, base_);
  for (Parameters to : {voice_, averaged()}) copyParameters(trained.tensors, &to, folder + "/" + kVoiceWeights);
}

}  // namespace lacuna::engine

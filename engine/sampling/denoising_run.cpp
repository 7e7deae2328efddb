// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/denoising_run.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

#include "engine/sampling/allowed_tokens.h"
#include "engine/sampling/embedding_state.h"
#include "engine/sampling/token_draw.h"
#include "engine/sampling/trace.h"
#include "engine/workers.h"

namespace lacuna::engine {
namespace {

// Masks begin with noise of this deviation, falling to none: candidates part ways before the first token is drawn.
constexpr double kFirstSigma = 0.5;
// From this length on, its space included, a token's return within a gap is noticed: " door", not " the".
constexpr std::size_t kLongBytes = 5;

SamplerSetup setupSampler(const RunSetup& setup, const torch::Tensor& centre_W, const TextGuard& guard) {
  SamplerSetup made;
  made.options.steps = setup.request->steps;
  made.options.temperature = setup.request->temperature;
  made.options.topP = setup.request->topP;
  made.options.repetitionPenalty = setup.request->repetitionPenalty;
  made.options.threshold = setup.request->threshold;
  made.absorbs = setup.noise->absorbs();
  made.guard = &guard;
  const int vocabulary = setup.tokenizer->vocabulary();
  for (TokenId id = 0; id < vocabulary; ++id)
    made.longTokens_V.push_back(setup.tokenizer->bytes(id).size() >= kLongBytes);
  if (centre_W.defined()) {
    const auto ids_V = torch::arange(vocabulary, torch::TensorOptions(torch::kInt64).device(setup.model->device()));
    made.table_VW = setup.model->embed(ids_V).cpu() - centre_W;
  }
  return made;
}

}  // namespace

DenoisingRun::DenoisingRun(RunSetup setup, FillPlan plan, const KeyValues& kept)
    : setup_(std::move(setup)), plan_(std::move(plan)), guard_(setup_.request->forbidden, *setup_.tokenizer) {
  const torch::NoGradGuard noGrad;
  prepareKeys(kept);
  centre_W_ = setup_.noise->centre(*setup_.model);
  if (centre_W_.defined()) centre_W_ = centre_W_.cpu();
  samplerSetup_ = setupSampler(setup_, centre_W_, guard_);
  sampler_ = makeSampler(setup_.request->sampler, samplerSetup_);
  const DocumentRows& document = setup_.layout.documents.front();
  const std::int64_t width = setup_.model->config().width;
  std::vector<torch::Tensor> noise;
  for (std::int32_t c = 0; c < document.candidates; ++c) {
    Candidate candidate;
    const Stream& stream = setup_.streams.at(static_cast<std::size_t>(c));
    candidate.random = Random(stream.seed, stream.number, 3);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
    noise.push_back(torch::randn({document.fillingPerCandidate, width}, generator));
    candidate.slots.resize(static_cast<std::size_t>(document.fillingPerCandidate));
    for (const std::int32_t start : document.gapRow) candidate.slots[static_cast<std::size_t>(start)].startsGap = true;
    giveTexts(&candidate);
    state_.candidates.push_back(std::move(candidate));
  }
  noise_FW_ = torch::cat(noise);
  barred_FV_ = barredTokens(document, setup_.prepared->gaps, *setup_.tokenizer, guard_);
  continuesWord_V_ = continuesWord(*setup_.tokenizer);
  for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
    for (const PinTokens& pin : setup_.prepared->gaps[gap].pins) {
      if (pin.place == kAnywhere) continue;
      for (std::size_t c = 0; c < state_.candidates.size(); ++c)
        fix(c, static_cast<std::size_t>(document.gapRow[gap] + pin.place), pin.at(pin.place));
    }
  }
  if (sampler_->continuous()) state_.y_FW = startingState(samplerSetup_, noise_FW_, state_);
}

void DenoisingRun::prepareKeys(const KeyValues& kept) {
  packed_.reset();
  plain_.reset();
  if (PackedFill::serves(*setup_.model, setup_.layout)) {
    packed_.emplace(*setup_.model, setup_.layout, plan_, kept);
    return;
  }
  DocumentPlan document = setup_.prepared->plan;
  document.candidates = setup_.layout.documents.front().candidates;
  plain_ = std::make_unique<ModelLook>(*setup_.model, std::move(document), plan_, kept);
}

void DenoisingRun::giveTexts(Candidate* candidate) const {
  const DocumentRows& document = setup_.layout.documents.front();
  for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
    const PreparedGap& given = setup_.prepared->gaps[gap];
    for (std::size_t i = 0; i < given.given.size(); ++i) {
      Slot& slot = candidate->slots[static_cast<std::size_t>(document.gapRow[gap]) + i];
      slot.id = given.given[i];
      slot.strength = given.strength[i];
      slot.fixed = slot.strength <= 0.0F;
      // The forward marginal: absorbed with the probability of its strength. Embeddings take noise of that strength.
      const bool survives = candidate->random.uniform() >= static_cast<double>(slot.strength);
      slot.settled = slot.fixed || (!sampler_->continuous() && survives);
      slot.confidence = slot.settled ? 1.0F : 0.0F;
    }
  }
}

void DenoisingRun::fix(std::size_t candidate, std::size_t slot, const std::vector<TokenId>& ids) {
  std::vector<Slot>& slots = state_.candidates[candidate].slots;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    Slot& pinned = slots[slot + i];
    pinned.id = ids[i];
    pinned.settled = pinned.fixed = true;
    pinned.flipped = false;
    pinned.confidence = 1.0F;
    pinned.strength = 0.0F;
  }
  const std::size_t next = slot + ids.size();
  if (next < slots.size() && !slots[next].startsGap && !slots[next].fixed)
    barRow(continuesWord_V_, barred_FV_[static_cast<std::int64_t>(candidate * slots.size() + next)]);
}

void DenoisingRun::placePins(const Seen& seen) {
  const std::vector<PreparedGap>& gaps = setup_.prepared->gaps;
  torch::Tensor logits_FV;
  for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
    const bool loose = std::any_of(gaps[gap].pins.begin(), gaps[gap].pins.end(),
                                   [](const PinTokens& pin) { return pin.place == kAnywhere; });
    if (loose && !logits_FV.defined()) logits_FV = logitsOf(seen);
    for (std::size_t c = 0; loose && c < state_.candidates.size(); ++c) placeLoose(logits_FV, c, gap);
  }
}

// Where the model likes a pin: a place is drawn in proportion to the probability of the pin's tokens there.
void DenoisingRun::placeLoose(const torch::Tensor& logits_FV, std::size_t candidate, std::size_t gap) {
  const DocumentRows& document = setup_.layout.documents.front();
  Candidate& to = state_.candidates[candidate];
  const auto first = static_cast<std::size_t>(document.gapRow[gap]);
  std::vector<PinTokens> pins;
  for (const PinTokens& pin : setup_.prepared->gaps[gap].pins) {
    if (pin.place == kAnywhere) pins.push_back(pin);
  }
  std::stable_sort(pins.begin(), pins.end(),
                   [](const PinTokens& a, const PinTokens& b) { return a.inside.size() > b.inside.size(); });
  const auto logProbability_FV = logits_FV.log_softmax(-1);
  for (; !pins.empty(); pins.erase(pins.begin())) {
    std::vector<bool> taken;
    for (std::int32_t i = 0; i < document.gaps[gap].length; ++i)
      taken.push_back(to.slots[first + static_cast<std::size_t>(i)].fixed);
    const std::vector<int> places = placesFor(pins, taken);
    std::vector<double> weights;
    for (const int place : places) {
      double sum = 0;
      std::size_t row = candidate * to.slots.size() + first + static_cast<std::size_t>(place);
      for (const TokenId id : pins.front().at(place))
        sum += logProbability_FV[static_cast<std::int64_t>(row++)][id].item<double>();
      weights.push_back(sum);
    }
    const double best = *std::max_element(weights.begin(), weights.end());
    double total = 0;
    for (double& weight : weights) total += weight = std::exp(weight - best);
    double left = to.random.uniform() * total;
    std::size_t chosen = 0;
    while (chosen + 1 < weights.size() && left >= weights[chosen]) left -= weights[chosen++];
    const int place = places.at(chosen);
    fix(candidate, first + static_cast<std::size_t>(place), pins.front().at(place));
  }
}

NoisedTokens DenoisingRun::present(const std::vector<bool>& masked, double sigma) const {
  const std::int64_t rows = noise_FW_.size(0);
  NoisedTokens tokens;
  tokens.ids_F = torch::zeros({rows}, torch::kInt64);
  tokens.masked_F = torch::zeros({rows}, torch::kBool);
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  std::size_t row = 0;
  for (const Candidate& candidate : state_.candidates) {
    for (const Slot& slot : candidate.slots) {
      tokens.ids_F.data_ptr<std::int64_t>()[row] = slot.id;
      tokens.masked_F.data_ptr<bool>()[row] = masked[row];
      ++row;
    }
  }
  tokens.sigma_F = torch::full({rows}, sigma, torch::kFloat32);
  tokens.noise_FW = noise_FW_;
  return tokens.to(setup_.model->device());
}

DenoisingRun::Seen DenoisingRun::see(const torch::Tensor& state_FW, FillProbe* probe) const {
  if (packed_) return {(*packed_)(state_FW, probe, stepThreads()), {}};
  return {{}, (*plain_)(state_FW, probe)};
}

torch::Tensor DenoisingRun::logitsOf(const Seen& seen) const {
  return seen.logits_FV.defined() ? seen.logits_FV : setup_.model->logits(seen.hidden_FW);
}

Shortlists DenoisingRun::listsOf(const Seen& seen, const torch::Tensor& barred_FV) const {
  // A continuous sampler weighs the whole vocabulary.
  if (!packed_ || sampler_->continuous())
    return Shortlists((logitsOf(seen) + barred_FV).contiguous(), listWidth(samplerSetup_));
  RowLook look{&setup_.model->stepWeights(), seen.hidden_FW, barred_FV, {}, listWidth(samplerSetup_), stepThreads()};
  for (const Candidate& candidate : state_.candidates) {
    for (const Slot& slot : candidate.slots) look.asked_F.push_back(slot.id);
  }
  return Shortlists(std::move(look));
}

std::vector<bool> DenoisingRun::rowsThat(const std::function<bool(const Slot&)>& suits) const {
  std::vector<bool> rows;
  for (const Candidate& candidate : state_.candidates) {
    for (const Slot& slot : candidate.slots) rows.push_back(suits(slot));
  }
  return rows;
}

TracedStep DenoisingRun::traced(int step, const ContextBlocks& blocks) const {
  const torch::NoGradGuard noGrad;
  TracedStep traced =
      traceStep({look_, wasOpen_, entropy_}, state_.candidates, setup_.layout.documents.front(), *setup_.tokenizer);
  traced.step = step;
  traceProbe({probe_, plan_, setup_.layout}, blocks, &traced);
  return traced;
}

std::vector<float> DenoisingRun::entropy() const {
  if (entropy_.empty()) {
    const auto uniform = static_cast<float>(std::log(setup_.tokenizer->vocabulary()));
    return std::vector<float>(state_.candidates.size(), uniform);
  }
  std::vector<float> means;
  std::size_t row = 0;
  for (const Candidate& candidate : state_.candidates) {
    float sum = 0;
    int open = 0;
    for (const Slot& slot : candidate.slots) {
      if (!slot.settled && wasOpen_[row]) {
        sum += entropy_[row];
        ++open;
      }
      ++row;
    }
    means.push_back(open == 0 ? 0.0F : sum / static_cast<float>(open));
  }
  return means;
}

void DenoisingRun::advance(int step) {
  const torch::NoGradGuard noGrad;
  wasOpen_.clear();
  for (const Candidate& candidate : state_.candidates) {
    for (const Slot& slot : candidate.slots) wasOpen_.push_back(!slot.settled);
  }
  torch::Tensor state_FW;
  if (sampler_->continuous()) {
    state_FW = state_.y_FW + centre_W_;
  } else {
    const double left = 1.0 - static_cast<double>(step - 1) / static_cast<double>(setup_.request->steps);
    const Guess guess = guess_.ids_FK.defined() ? guess_.to(setup_.model->device()) : Guess();
    state_FW = setup_.noise->state(*setup_.model, present(wasOpen_, kFirstSigma * left),
                                   guess_.ids_FK.defined() ? &guess : nullptr);
  }
  const Seen seen = see(state_FW, setup_.trace ? &probe_ : nullptr);
  if (step == 1) placePins(seen);
  look_ = listsOf(seen, barred_FV_);
  look_.want(rowsThat([&](const Slot& slot) { return !slot.settled || sampler_->asksFor(step, slot); }));
  sampler_->advance(step, look_, &state_);
  entropy_.resize(wasOpen_.size(), 0.0F);
  for (std::size_t row = 0; row < entropy_.size(); ++row) {
    if (wasOpen_[row]) entropy_[row] = look_.entropy(row);
  }
  if (!setup_.noise->usesGuess() || sampler_->continuous()) return;
  // A token that went back to noise is shown what was thought of it, like the others.
  look_.want(rowsThat([](const Slot& slot) { return !slot.settled; }));
  guess_ = look_.guess();
}

bool DenoisingRun::done() const {
  return sampler_->endsEarly() &&
         std::all_of(state_.candidates.begin(), state_.candidates.end(), [](const Candidate& candidate) {
           return std::all_of(candidate.slots.begin(), candidate.slots.end(),
                              [](const Slot& slot) { return slot.settled; });
         });
}

std::vector<double> DenoisingRun::seamLikelihood() const {
  const torch::NoGradGuard noGrad;
  const DocumentRows& document = setup_.layout.documents.front();
  const auto perCandidate = static_cast<std::size_t>(document.fillingPerCandidate);
  std::vector<bool> masked(perCandidate * state_.candidates.size(), false);
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
      const auto first = static_cast<std::size_t>(document.gapRow[gap]);
      const std::size_t last = first + static_cast<std::size_t>(document.gaps[gap].length) - 1;
      for (const std::size_t at : {first, last}) masked[c * perCandidate + at] = !state_.candidates[c].slots[at].fixed;
    }
  }
  const auto state_FW = setup_.noise->state(*setup_.model, present(masked, 0.0), nullptr);
  const auto unbarred_FV = torch::zeros({1, setup_.tokenizer->vocabulary()}).expand({noise_FW_.size(0), -1});
  const Shortlists look = listsOf(see(state_FW), unbarred_FV);
  look.want(masked);
  std::vector<double> likelihood;
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < perCandidate; ++i) {
      const std::size_t row = c * perCandidate + i;
      if (!masked[row]) continue;
      sum += static_cast<double>(look.logProbability(row, state_.candidates[c].slots[i].id));
      ++count;
    }
    likelihood.push_back(count == 0 ? 0.0 : sum / count);
  }
  return likelihood;
}

}  // namespace lacuna::engine

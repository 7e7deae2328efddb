// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/denoising_run.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/denoiser/cache_context.h"
#include "engine/sampling/embedding_state.h"
#include "engine/sampling/gap_length.h"
#include "engine/sampling/token_draw.h"
#include "engine/sampling/trace.h"
#include "engine/workers.h"

namespace lacuna::engine {
namespace {

// Masks begin with noise of this deviation, falling to none: candidates part ways before the first token is drawn.
constexpr double kFirstSigma = 0.5;
// From this length on, its space included, a token's return within a gap is noticed: " door", not " the".
constexpr std::size_t kLongBytes = 5;

// What draws heed.
struct Heeded {
  const TextGuard& guard;
  const DrawRules& rules;
};

std::vector<GapRules> rulesOf(const PreparedRequest& prepared) {
  std::vector<GapRules> rules;
  for (const PreparedGap& gap : prepared.gaps) {
    const int leeway = wordsLeeway(gap.words);
    rules.push_back({&gap.seam, gap.words - leeway, gap.words == 0 ? 0 : gap.words + leeway});
  }
  return rules;
}

SamplerSetup setupSampler(const RunSetup& setup, const torch::Tensor& centre_W, const Heeded& heeded) {
  SamplerSetup made;
  made.options.steps = setup.request->steps;
  made.options.temperature = setup.request->temperature;
  made.options.topP = setup.request->topP;
  made.options.repetitionPenalty = setup.request->repetitionPenalty;
  made.options.threshold = setup.request->threshold;
  made.absorbs = setup.noise->absorbs();
  made.guard = &heeded.guard;
  made.rules = &heeded.rules;
  const int vocabulary = setup.tokenizer->vocabulary();
  for (TokenId id = 0; id < vocabulary; ++id)
    made.longTokens_V.push_back(setup.tokenizer->bytes(id).size() >= kLongBytes);
  // As large as the vocabulary: only for those who read it.
  if (centre_W.defined() && isContinuous(setup.request->sampler, made)) {
    const auto ids_V = torch::arange(vocabulary, torch::TensorOptions(torch::kInt64).device(setup.model->device()));
    made.table_VW = setup.model->embed(ids_V).cpu() - centre_W;
  }
  return made;
}

// Per gap. Where no gap's length is left to the model, the setup's sampler knows of no tokens that change it.
std::vector<LengthBounds> boundsOf(const PreparedRequest& prepared, SamplerSetup* setup) {
  constexpr auto kLongest = static_cast<std::size_t>(kGapLengths.back());
  std::vector<LengthBounds> bounds;
  bool changes = false;
  for (std::size_t gap = 0; gap < prepared.gaps.size(); ++gap) {
    const auto length = static_cast<std::size_t>(prepared.plan.gaps[gap].length);
    bounds.push_back({length, length});
    if (setup->expand < 0 || !prepared.gaps[gap].automatic) continue;
    changes = true;
    bounds.back() = {static_cast<std::size_t>(prepared.gaps[gap].shortest), std::max(kLongest, length)};
  }
  if (!changes) setup->expand = setup->remove = -1;
  return bounds;
}

}  // namespace

DenoisingRun::DenoisingRun(RunSetup setup)
    : setup_(std::move(setup)),
      guard_(setup_.request->forbidden, *setup_.tokenizer),
      cache_(setup_.model->cacheOf(cacheContext(setup_.prepared->context, setup_.prepared->plan.gaps))),
      allowed_(setup_.prepared->gaps, *setup_.tokenizer, guard_, cache_.words_V()),
      rules_(allowed_.shapes(), piecesOf(*setup_.tokenizer), rulesOf(*setup_.prepared),
             setup_.tokenizer->special().end),
      continuesWord_V_(continuesWord(allowed_.shapes())),
      look_(*setup_.model, setup_.prepared->plan, setup_.keys) {
  const torch::NoGradGuard noGrad;
  centre_W_ = setup_.noise->centre(*setup_.model);
  if (centre_W_.defined()) centre_W_ = centre_W_.cpu();
  samplerSetup_ = setupSampler(setup_, centre_W_, {guard_, rules_});
  const std::vector<GapPlace>& gaps = setup_.prepared->plan.gaps;
  if (setup_.model->config().changesLength && !isContinuous(setup_.request->sampler, samplerSetup_)) {
    samplerSetup_.expand = setup_.tokenizer->special().expand;
    samplerSetup_.remove = setup_.tokenizer->special().remove;
  }
  bounds_ = boundsOf(*setup_.prepared, &samplerSetup_);
  samplerSetup_.end = setup_.tokenizer->special().end;
  sampler_ = makeSampler(setup_.request->sampler, samplerSetup_);
  std::int64_t slots = 0;
  for (const GapPlace& gap : gaps) slots += gap.length;
  const std::int64_t width = setup_.model->config().width;
  std::vector<torch::Tensor> noise;
  for (const Stream& stream : setup_.streams) {
    Candidate candidate;
    candidate.random = Random(stream.seed, stream.number, 3);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
    noise.push_back(torch::randn({slots, width}, generator));
    candidate.slots.resize(static_cast<std::size_t>(slots));
    std::size_t start = 0;
    for (const GapPlace& gap : gaps) {
      candidate.slots[start].startsGap = true;
      start += static_cast<std::size_t>(gap.length);
    }
    giveTexts(&candidate);
    state_.candidates.push_back(std::move(candidate));
  }
  noise_FW_ = torch::cat(noise);
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    const std::vector<SlotRange> ranges = gapsOf(state_.candidates[c].slots);
    for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
      for (const PinTokens& pin : setup_.prepared->gaps[gap].pins) {
        if (pin.place != kAnywhere) fix(c, ranges[gap].begin + static_cast<std::size_t>(pin.place), pin.at(pin.place));
      }
    }
  }
  if (sampler_->continuous()) state_.y_FW = startingState(samplerSetup_, noise_FW_, state_);
  look_.prepare(lengths());
}

std::vector<GapLengths> DenoisingRun::lengths() const {
  std::vector<GapLengths> lengths;
  for (const Candidate& candidate : state_.candidates) {
    lengths.emplace_back();
    for (const SlotRange& gap : gapsOf(candidate.slots))
      lengths.back().push_back(static_cast<std::int32_t>(gap.size()));
  }
  return lengths;
}

std::size_t DenoisingRun::firstRow(std::size_t candidate) const {
  std::size_t first = 0;
  for (std::size_t c = 0; c < candidate; ++c) first += state_.candidates[c].slots.size();
  return first;
}

void DenoisingRun::giveTexts(Candidate* candidate) const {
  const std::vector<SlotRange> ranges = gapsOf(candidate->slots);
  for (std::size_t gap = 0; gap < ranges.size(); ++gap) {
    const PreparedGap& given = setup_.prepared->gaps[gap];
    for (std::size_t i = 0; i < given.given.size(); ++i) {
      Slot& slot = candidate->slots[ranges[gap].begin + i];
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
  if (next < slots.size() && !slots[next].startsGap && !slots[next].fixed) slots[next].beginsWord = true;
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
  Candidate& to = state_.candidates[candidate];
  const SlotRange range = gapsOf(to.slots)[gap];
  const std::size_t first = range.begin;
  std::vector<PinTokens> pins;
  for (const PinTokens& pin : setup_.prepared->gaps[gap].pins) {
    if (pin.place == kAnywhere) pins.push_back(pin);
  }
  std::stable_sort(pins.begin(), pins.end(),
                   [](const PinTokens& a, const PinTokens& b) { return a.inside.size() > b.inside.size(); });
  const auto logProbability_FV = logits_FV.log_softmax(-1);
  for (; !pins.empty(); pins.erase(pins.begin())) {
    std::vector<bool> taken;
    for (std::size_t i = range.begin; i < range.end; ++i) taken.push_back(to.slots[i].fixed);
    const std::vector<int> places = placesFor(pins, taken);
    std::vector<double> weights;
    for (const int place : places) {
      double sum = 0;
      std::size_t row = firstRow(candidate) + first + static_cast<std::size_t>(place);
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

torch::Tensor DenoisingRun::logitsOf(const Seen& seen) const {
  return seen.logits_FV.defined() ? seen.logits_FV : setup_.model->logits(seen.hidden_FW);
}

std::vector<CacheModel::PlaceBonuses> DenoisingRun::bonusesAt(const std::vector<bool>& hidden) const {
  std::vector<CacheModel::Gap> gaps;
  std::size_t row = 0;
  for (const Candidate& candidate : state_.candidates) {
    const std::vector<SlotRange> ranges = gapsOf(candidate.slots);
    for (std::size_t gap = 0; gap < ranges.size(); ++gap) {
      std::vector<TokenId> tokens;
      for (std::size_t at = ranges[gap].begin; at < ranges[gap].end; ++at)
        tokens.push_back(hidden[row++] ? -1 : candidate.slots[at].id);
      gaps.push_back(cacheGap(setup_.prepared->context, setup_.prepared->plan.gaps[gap], std::move(tokens)));
    }
  }
  return cache_.bonuses(gaps);
}

Shortlists DenoisingRun::listsOf(const Seen& seen, const std::vector<const float*>& bars_F,
                                 const std::vector<bool>& hidden) const {
  std::vector<CacheModel::PlaceBonuses> bonuses_F = bonusesAt(hidden);
  // A continuous sampler weighs the whole vocabulary.
  if (seen.logits_FV.defined() || sampler_->continuous()) {
    const auto logits_FV = seen.logits_FV.defined() ? seen.logits_FV.clone() : logitsOf(seen);
    const auto vocabulary = static_cast<std::size_t>(logits_FV.size(1));
    float* row = logits_FV.data_ptr<float>();
    for (std::size_t i = 0; i < bars_F.size(); ++i) {
      addBonuses(bonuses_F[i], row);
      for (std::size_t id = 0; id < vocabulary; ++id) *row++ += bars_F[i][id];
    }
    return Shortlists(logits_FV, listWidth(samplerSetup_), samplerSetup_.end);
  }
  RowLook look{&setup_.model->stepWeights().tail, seen.hidden_FW, bars_F,           std::move(bonuses_F), {},
               listWidth(samplerSetup_),          stepThreads(),  samplerSetup_.end};
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
      traceStep({lists_, wasOpen_, rowThen_, entropy_, lengthsThen_}, state_.candidates, *setup_.tokenizer);
  traced.step = step;
  std::vector<std::int64_t> columns(static_cast<std::size_t>(look_.layout().reading));
  std::iota(columns.begin(), columns.end(), std::int64_t{0});
  traceProbe({probe_, columns, look_.layout(), rowThen_}, blocks, &traced);
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
  lengthsThen_ = lengths();
  const std::vector<bool> drawn_F = sampler_->draws(step, state_);
  const Seen seen = lookAt(step, state_FW, drawn_F);
  if (step == 1) placePins(seen);
  Shortlists lists = listsOf(seen, barsAt(step), wasOpen_);
  if (!whole_) {
    std::vector<bool> before_F = drawn_F;
    before_F.flip();
    lists.adopt(lists_, before_F);
  }
  lists_ = std::move(lists);
  lists_.want(rowsThat([&](const Slot& slot) { return !slot.settled || sampler_->asksFor(step, slot); }));
  const std::vector<Heard> heard = setup_.expect && sampler_->goesRight() ? guide() : std::vector<Heard>();
  sampler_->advance(step, lists_, &state_);
  noteOwn(heard);
  rowThen_.resize(wasOpen_.size());
  std::iota(rowThen_.begin(), rowThen_.end(), std::int64_t{0});
  entropy_.resize(wasOpen_.size(), 0.0F);
  for (std::size_t row = 0; row < entropy_.size(); ++row) {
    if (wasOpen_[row]) entropy_[row] = lists_.entropy(row);
  }
  if (setup_.noise->usesGuess() && !sampler_->continuous()) {
    // A token that went back to noise is shown what was thought of it, like the others.
    lists_.want(rowsThat([](const Slot& slot) { return !slot.settled; }));
    guess_ = lists_.guess();
  }
  if (changesLengths()) seeToWishes();
}

Seen DenoisingRun::lookAt(int step, const torch::Tensor& state_FW, const std::vector<bool>& drawn_F) {
  FillProbe* const probe = setup_.trace ? &probe_ : nullptr;
  whole_ = true;
  if (!setup_.expect || !sampler_->goesRight() || !look_.canKeep(lengthsThen_)) {
    shown_.clear();
    return look_(state_FW, lengthsThen_, probe, stepThreads());
  }
  std::vector<TokenId> shown;
  for (const Candidate& candidate : state_.candidates) {
    for (const Slot& slot : candidate.slots) shown.push_back(slot.settled ? slot.id : kNoToken);
  }
  whole_ = shown.size() != shown_.size() || (step - 1) % wholeLookEvery(setup_.request->steps) == 0;
  GapRowsAsked only{std::vector<bool>(shown.size()), drawn_F};
  for (std::size_t i = 0; !whole_ && i < shown.size(); ++i) only.changed_F[i] = shown[i] != shown_[i];
  shown_ = std::move(shown);
  return look_.lookKeeping(state_FW, whole_ ? nullptr : &only, probe, stepThreads());
}

std::vector<DenoisingRun::Heard> DenoisingRun::guide() {
  std::vector<Heard> heard;
  std::vector<NextAsk> asks;
  std::vector<std::size_t> rows;
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    const std::vector<Slot>& slots = state_.candidates[c].slots;
    const TokenId end = samplerSetup_.end;
    std::vector<std::vector<TokenId>> fills;
    for (const SlotRange& gap : gapsOf(slots)) {
      const bool mayEnd = setup_.prepared->gaps[fills.size()].mayEnd;
      fills.emplace_back();
      std::size_t at = gap.begin;
      const auto take = [&] {
        if (slots[at].id != end) fills.back().push_back(slots[at].id);
      };
      for (; at < gap.end && slots[at].settled; ++at) take();
      if (at == gap.end) continue;
      asks.push_back({c, fills.size() - 1, fills, mayEnd ? end : kNoToken});
      rows.push_back(firstRow(c) + at);
      for (; at < gap.end; ++at) take();  // a later gap reads what stands here now
    }
  }
  if (asks.empty()) return heard;
  const torch::Tensor expected = setup_.expect(asks);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Shortlist list = lists_.row(rows[i]);
    heard.push_back({asks[i].candidate, rows[i] - firstRow(asks[i].candidate), {}});
    for (int k = 0; k < list.count; ++k)
      heard.back().own.emplace_back(static_cast<TokenId>(list.ids[k]), list.logProbability(k));
    lists_.blend(rows[i], expected[static_cast<std::int64_t>(i)].const_data_ptr<float>(), kBaseShare);
  }
  return heard;
}

void DenoisingRun::noteOwn(const std::vector<Heard>& asked) {
  for (const Heard& heard : asked) {
    Slot& slot = state_.candidates[heard.candidate].slots[heard.slot];
    if (!slot.settled) continue;
    for (const auto& [id, logProbability] : heard.own) {
      if (id == slot.id) slot.own = logProbability;
    }
  }
}

bool DenoisingRun::done() const {
  return sampler_->endsEarly() &&
         std::all_of(state_.candidates.begin(), state_.candidates.end(), [](const Candidate& candidate) {
           return std::all_of(candidate.slots.begin(), candidate.slots.end(),
                              [](const Slot& slot) { return slot.settled; });
         });
}

EndsOfGaps DenoisingRun::ends() const {
  EndsOfGaps ends;
  for (const Candidate& candidate : state_.candidates) {
    ends.emplace_back();
    for (const SlotRange& gap : gapsOf(candidate.slots)) {
      const SlotRange range = withoutEnd(candidate.slots, gap, samplerSetup_.end);
      const bool free = setup_.prepared->gaps[ends.back().size()].mayEnd && samplerSetup_.end >= 0;
      ends.back().push_back(free ? rules_.endsOf(candidate.slots, range) : std::vector<std::size_t>{range.size()});
    }
  }
  return ends;
}

void DenoisingRun::endAt(std::size_t candidate, std::size_t gap, std::size_t tokens) {
  Candidate& ended = state_.candidates[candidate];
  const SlotRange whole = gapsOf(ended.slots)[gap];
  const std::size_t at = whole.begin + tokens;
  if (at < withoutEnd(ended.slots, whole, samplerSetup_.end).end) endGap(at, samplerSetup_.end, &ended);
}

std::vector<std::vector<double>> DenoisingRun::seamLikelihood() {
  const torch::NoGradGuard noGrad;
  std::vector<bool> masked(firstRow(state_.candidates.size()), false);
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    const std::vector<Slot>& slots = state_.candidates[c].slots;
    for (const SlotRange& gap : gapsOf(slots)) {
      for (const std::size_t at : {gap.begin, gap.end - 1}) masked[firstRow(c) + at] = !slots[at].fixed;
    }
  }
  const auto state_FW = setup_.noise->state(*setup_.model, present(masked, 0.0), nullptr);
  const std::vector<const float*> words_F(masked.size(), cache_.words_V().const_data_ptr<float>());
  const Shortlists look = listsOf(look_(state_FW, lengths(), nullptr, stepThreads()), words_F, masked);
  look.want(masked);
  std::vector<std::vector<double>> likelihood(setup_.prepared->gaps.size());
  for (std::size_t c = 0; c < state_.candidates.size(); ++c) {
    const std::vector<Slot>& slots = state_.candidates[c].slots;
    const std::vector<SlotRange> ranges = gapsOf(slots);
    for (std::size_t gap = 0; gap < ranges.size(); ++gap) {
      double sum = 0;
      int count = 0;
      for (std::size_t i = ranges[gap].begin; i < ranges[gap].end; ++i) {
        const std::size_t row = firstRow(c) + i;
        if (!masked[row]) continue;
        sum += static_cast<double>(look.logProbability(row, slots[i].id));
        ++count;
      }
      likelihood[gap].push_back(count == 0 ? 0.0 : sum / count);
    }
  }
  return likelihood;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/fill_loop.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <limits>

#include "engine/evaluation/mbr.h"
#include "engine/sampling/embedding_state.h"
#include "engine/sampling/sampler.h"
#include "engine/sampling/token_draw.h"

namespace lacuna::engine {
namespace {

constexpr double kFirstSigma = 0.5;       // noise on masks at the first look, as in a session's run
constexpr int kShortestWithNewline = 80;  // tokens, likewise
constexpr std::size_t kLongBytes = 5;     // a token whose return is noticed, likewise

// 0 or -inf per token.
torch::Tensor barredRow(const Tokenizer& tokenizer, int length) {
  auto row_V = torch::zeros({tokenizer.vocabulary()});
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    if (isBarred(tokenizer, id, length)) row_V.data_ptr<float>()[id] = -std::numeric_limits<float>::infinity();
  }
  return row_V;
}

SamplerSetup makeSetup(const FillScene& scene, const FillOptions& options) {
  SamplerSetup setup;
  setup.options.steps = options.steps;
  setup.options.temperature = options.temperature;
  setup.options.topP = options.topP;
  setup.absorbs = scene.noise.absorbs();
  const int vocabulary = scene.tokenizer.vocabulary();
  for (TokenId id = 0; id < vocabulary; ++id)
    setup.longTokens_V.push_back(scene.tokenizer.bytes(id).size() >= kLongBytes);
  const auto centre_W = scene.noise.centre(scene.model);
  if (centre_W.defined()) setup.table_VW = scene.model.embed(torch::arange(vocabulary)) - centre_W;
  return setup;
}

std::vector<Candidate> makeCandidates(int slots, const FillOptions& options) {
  std::vector<Candidate> candidates(static_cast<std::size_t>(options.candidates));
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    candidates[c].random = Random(options.seed, c, 3);
    candidates[c].slots.resize(static_cast<std::size_t>(slots));
    candidates[c].slots.front().startsGap = true;
  }
  return candidates;
}

std::vector<std::vector<TokenId>> tokensOf(const std::vector<Candidate>& candidates) {
  std::vector<std::vector<TokenId>> fills;
  for (const Candidate& candidate : candidates) {
    fills.emplace_back();
    for (const Slot& slot : candidate.slots) {
      if (slot.settled) fills.back().push_back(slot.id);
    }
  }
  return fills;
}

// The slots as the model is shown them: settled tokens as they are, the rest absorbed.
NoisedTokens present(const SamplerState& state, const torch::Tensor& noise_GW, double sigma) {
  NoisedTokens tokens;
  const std::int64_t rows = noise_GW.size(0);
  tokens.ids_F = torch::zeros({rows}, torch::kInt64);
  tokens.masked_F = torch::zeros({rows}, torch::kBool);
  std::int64_t row = 0;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) {
      tokens.ids_F.data_ptr<std::int64_t>()[row] = slot.id;
      tokens.masked_F.data_ptr<bool>()[row++] = !slot.settled;
    }
  }
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  tokens.sigma_F = torch::full({rows}, sigma, torch::kFloat32);
  tokens.noise_FW = noise_GW;
  return tokens;
}

std::vector<TokenId> settledTokens(const SamplerState& state) {
  std::vector<TokenId> known;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) known.push_back(slot.settled ? slot.id : -1);
  }
  return known;
}

}  // namespace

bool isBarred(const Tokenizer& tokenizer, TokenId id, int length) {
  const bool breaks = length < kShortestWithNewline && tokenizer.bytes(id).find('\n') != std::string::npos;
  return tokenizer.isControl(id) || tokenizer.isByte(id) || breaks;
}

std::vector<std::vector<TokenId>> denoise(const FillScene& scene, int length, const FillOptions& options) {
  const torch::NoGradGuard noGrad;
  const SamplerSetup setup = makeSetup(scene, options);
  const bool regresses = scene.noise.regresses() || !scene.noise.absorbs();
  const auto sampler = makeSampler(regresses ? "dpm-solver++" : options.sampler, setup);
  SamplerState state;
  state.candidates = makeCandidates(length, options);
  std::vector<torch::Tensor> noise;
  for (Candidate& candidate : state.candidates) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
    noise.push_back(torch::randn({length, scene.model.config().width}, generator));
  }
  const auto noise_GW = torch::cat(noise);
  if (sampler->continuous()) state.y_FW = startingState(setup, noise_GW, state);
  const auto barred_V = barredRow(scene.tokenizer, length);
  Guess guess;
  for (int step = 1; step <= options.steps; ++step) {
    const double left = 1.0 - static_cast<double>(step - 1) / static_cast<double>(options.steps);
    const Guess* const last = guess.ids_FK.defined() ? &guess : nullptr;
    const auto states_GW = sampler->continuous()
                               ? state.y_FW + scene.noise.centre(scene.model)
                               : scene.noise.state(scene.model, present(state, noise_GW, kFirstSigma * left), last);
    auto logits_GV = (scene.pass.logits(states_GW) + barred_V).contiguous();
    scene.pass.addCache(settledTokens(state), &logits_GV);
    if (scene.noise.usesGuess() && !sampler->continuous()) guess = makeGuess(logits_GV);
    sampler->advance(step, logits_GV, &state);
  }
  return tokensOf(state.candidates);
}

std::vector<std::vector<TokenId>> continueMiddle(const FillScene& scene, int room, const FillOptions& options) {
  const torch::NoGradGuard noGrad;
  const SamplerSetup setup = makeSetup(scene, options);
  std::vector<Candidate> candidates = makeCandidates(room, options);
  auto ids_G = torch::zeros({options.candidates * std::int64_t{room}}, torch::kInt64);
  auto barred_V = barredRow(scene.tokenizer, room);
  const TokenId end = scene.tokenizer.special().remove;
  std::vector<bool> ended(candidates.size(), false);
  for (int at = 0; at < room; ++at) {
    // A middle holds one token at least.
    if (at == 1 && !options.lengthIsKnown) barred_V.data_ptr<float>()[end] = 0.0F;
    const auto logits = scene.pass.nextLogits(ids_G).view({options.candidates, room + 1, -1}).select(1, at);
    const Shortlists all((logits + barred_V).contiguous());
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (ended[c]) continue;
      const Shortlist list = all.row(c);
      const int choice = drawToken(setup, list, static_cast<std::size_t>(at), &candidates[c]);
      ended[c] = list.ids[choice] == end;
      if (ended[c]) continue;
      settleSlot(setup, list, choice, &candidates[c].slots[static_cast<std::size_t>(at)]);
      ids_G.data_ptr<std::int64_t>()[static_cast<std::int64_t>(c) * room + at] = list.ids[choice];
    }
    if (std::all_of(ended.begin(), ended.end(), [](bool e) { return e; })) break;
  }
  return tokensOf(candidates);
}

Fills leastRisky(const std::vector<std::vector<TokenId>>& fills, const Tokenizer& tokenizer) {
  Fills found;
  std::vector<WordList> words;
  for (const std::vector<TokenId>& ids : fills) {
    found.texts.push_back(tokenizer.decode(ids));
    words.push_back(splitWords(found.texts.back()));
  }
  found.best = leastRisk(words);
  return found;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/model_system.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/attention/chunks.h"
#include "engine/base/causal_judge.h"
#include "engine/base/voice.h"
#include "engine/denoiser/context_cache.h"
#include "engine/evaluation/fill_loop.h"
#include "engine/sampling/infill_session.h"
#include "engine/sampling/prepare.h"
#include "engine/weights/speaking_voices.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kKeptBytes = std::size_t{512} << 20U;
constexpr int kBoundary = 8;       // tokens on either side
constexpr int kBoundaryLooks = 4;  // maskings of them
constexpr std::size_t kLooksAtOnce = 8;

// The blanks' rows of all candidates, one masking a candidate. What is hidden is absorbed.
NoisedTokens hiddenTokens(const torch::Tensor& gold_G, const std::vector<Masking>& maskings, std::int64_t width) {
  NoisedTokens tokens;
  const std::int64_t rows = gold_G.size(0);
  tokens.ids_F = gold_G;
  tokens.masked_F = torch::zeros({rows}, torch::kBool);
  std::int64_t row = 0;
  for (const Masking& masking : maskings) {
    for (const bool hidden : masking.hidden) tokens.masked_F.data_ptr<bool>()[row++] = hidden;
  }
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  tokens.sigma_F = torch::zeros({rows});
  // Where nothing absorbs, a hidden token is pure noise: always the same, so that a score is a function of the model.
  auto generator = at::make_generator<at::CPUGeneratorImpl>(std::uint64_t{1});
  tokens.noise_FW = torch::randn({rows, width}, generator);
  return tokens;
}

std::vector<TokenId> knownTokens(const NoisedTokens& tokens) {
  std::vector<TokenId> known;
  for (std::int64_t row = 0; row < tokens.ids_F.numel(); ++row) {
    const bool hidden = tokens.masked_F.const_data_ptr<bool>()[row];
    known.push_back(hidden ? -1 : static_cast<TokenId>(tokens.ids_F.const_data_ptr<std::int64_t>()[row]));
  }
  return known;
}

}  // namespace

ModelSystem::ModelSystem(std::string name, const Denoiser& model, const Tokenizer& tokenizer, const NoiseProcess& noise,
                         std::unique_ptr<ContextReader> reader)
    : name_(std::move(name)), model_(model), tokenizer_(tokenizer), noise_(noise), reader_(std::move(reader)) {
  if (reader_ == nullptr && canKeepContext(model.config())) reader_ = std::make_unique<ContextCache>(model, kKeptBytes);
}

BlankScore ModelSystem::scoreGaps(const std::vector<TokenId>& tokens, const Gaps& gaps,
                                  const std::vector<Masking>& maskings) {
  const torch::NoGradGuard noGrad;
  const ModelPass pass(model_, tokens, gaps, static_cast<int>(maskings.size()), reader_.get());
  const NoisedTokens hidden = hiddenTokens(pass.gold_G(), maskings, model_.config().width);
  auto logits = pass.logits(noise_.state(model_, hidden, nullptr)).contiguous();
  pass.addCache(knownTokens(hidden), &logits);
  const auto logProbability = logits.log_softmax(-1).gather(1, pass.gold_G().unsqueeze(1)).squeeze(1).contiguous();
  const auto right = (logits.argmax(-1) == pass.gold_G()).contiguous();
  BlankScore score;
  std::int64_t row = 0;
  double asked = 0;
  for (const Masking& masking : maskings) {
    double sum = 0;
    for (const bool isHidden : masking.hidden) {
      if (isHidden) {
        sum -= static_cast<double>(logProbability.data_ptr<float>()[row]);
        score.right += right.data_ptr<bool>()[row] ? 1 : 0;
      }
      ++row;
    }
    score.nats += masking.weight * sum / masking.count;
    asked += masking.count;
  }
  score.right /= asked;
  return score;
}

BlankScore ModelSystem::scoreCausal(const BlankView& view) {
  const ModelPass pass(model_, view.tokens, {{view.begin, view.begin + view.length}}, 1, nullptr);
  const auto logits = pass.nextLogits(pass.gold_G()).narrow(0, 0, view.length);
  const auto gold = pass.gold_G();
  BlankScore score;
  score.nats = -logits.log_softmax(-1).gather(1, gold.unsqueeze(1)).sum().item<double>();
  score.right = (logits.argmax(-1) == gold).to(torch::kFloat64).mean().item<double>();
  return score;
}

BlankScore ModelSystem::score(const BlankView& view, const std::vector<Masking>& maskings) {
  const BlankScore score = model_.config().reading == Reading::kCausal
                               ? scoreCausal(view)
                               : scoreGaps(view.tokens, {{view.begin, view.begin + view.length}}, maskings);
  if (!std::isfinite(score.nats)) {
    throw Error(ErrorCode::kBadModel, "The model " + name_ +
                                          " gives no numbers, so its weights are unusable: copy its folder again from "
                                          "its source.");
  }
  return score;
}

double ModelSystem::boundary(const BlankView& view, const std::vector<TokenId>& fill) {
  if (model_.config().reading == Reading::kCausal) return kNotMeasured;
  std::vector<TokenId> tokens(view.tokens.begin(), view.tokens.begin() + view.begin);
  tokens.insert(tokens.end(), fill.begin(), fill.end());
  tokens.insert(tokens.end(), view.tokens.begin() + view.begin + view.length, view.tokens.end());
  const int end = view.begin + static_cast<int>(fill.size());
  Gaps gaps;
  if (view.begin > 1) gaps.emplace_back(std::max(1, view.begin - kBoundary), view.begin);
  if (end < static_cast<int>(tokens.size()))
    gaps.emplace_back(end, std::min(static_cast<int>(tokens.size()), end + kBoundary));
  // An empty fill leaves one blank, not two that touch.
  if (fill.empty() && gaps.size() == 2) gaps = {{gaps[0].first, gaps[1].second}};
  int rows = 0;
  for (const auto& [first, last] : gaps) rows += last - first;
  if (rows == 0) return kNotMeasured;
  return scoreGaps(tokens, gaps, drawMaskings(rows, kBoundaryLooks, 1, 0)).nats / rows;
}

torch::Tensor ModelSystem::asARunSettles(const BlankView& view) const {
  if (!model_.config().hasBase()) return fromLeftToRight(view);
  const torch::NoGradGuard noGrad;
  const int length = view.length;
  const ModelPass pass(model_, view.tokens, {{view.begin, view.begin + length}}, 1, reader_.get());
  if (!pass.isOfSteps()) return fromLeftToRight(view);
  KeptGapRows kept;
  std::vector<torch::Tensor> rows;
  for (int at = 0; at < length; ++at) {
    Masking masking = allHidden(length);
    std::fill(masking.hidden.begin(), masking.hidden.begin() + at, false);
    const NoisedTokens hidden = hiddenTokens(pass.gold_G(), {masking}, model_.config().width);
    const auto count = static_cast<std::size_t>(length);
    GapRowsAsked asked{std::vector<bool>(count), std::vector<bool>(count)};
    asked.asked_F[static_cast<std::size_t>(at)] = true;
    if (at > 0) asked.changed_F[static_cast<std::size_t>(at) - 1] = true;
    const auto state = noise_.state(model_, hidden, nullptr);
    rows.push_back(pass.logitsKeeping(state, asked, at % wholeLookEvery(length) == 0, &kept).log_softmax(-1));
  }
  return torch::cat(rows);
}

torch::Tensor ModelSystem::fromLeftToRight(const BlankView& view) const {
  const torch::NoGradGuard noGrad;
  std::vector<torch::Tensor> rows;
  for (int begin = 0; begin < view.length;) {
    std::vector<Masking> maskings;
    std::vector<std::int64_t> asked;
    for (; begin < view.length && maskings.size() < kLooksAtOnce; ++begin) {
      Masking masking = allHidden(view.length);
      std::fill(masking.hidden.begin(), masking.hidden.begin() + begin, false);
      asked.push_back(static_cast<std::int64_t>(maskings.size()) * view.length + begin);
      maskings.push_back(std::move(masking));
    }
    const ModelPass pass(model_, view.tokens, {{view.begin, view.begin + view.length}},
                         static_cast<int>(maskings.size()), reader_.get());
    const NoisedTokens hidden = hiddenTokens(pass.gold_G(), maskings, model_.config().width);
    auto logits = pass.logits(noise_.state(model_, hidden, nullptr)).contiguous();
    pass.addCache(knownTokens(hidden), &logits);
    rows.push_back(logits.index_select(0, torch::tensor(asked)).log_softmax(-1));
  }
  return torch::cat(rows);
}

std::vector<std::vector<TokenId>> ModelSystem::fillTokens(const BlankView& view, const FillOptions& options) {
  if (model_.config().reading == Reading::kCausal) return fillCausal(view, options);
  const ModelPass pass(model_, view.tokens, {{view.begin, view.begin + view.length}}, options.candidates,
                       reader_.get());
  return denoise({pass, model_, tokenizer_, noise_}, view.length, options);
}

std::vector<std::vector<TokenId>> ModelSystem::fillCausal(const BlankView& view, const FillOptions& options) {
  const int room = options.lengthIsKnown ? view.length : 2 * view.length;
  BlankView wide = view;
  wide.tokens.insert(wide.tokens.begin() + view.begin, static_cast<std::size_t>(room - view.length),
                     view.tokens[static_cast<std::size_t>(view.begin)]);
  const ModelPass pass(model_, wide.tokens, {{view.begin, view.begin + room}}, options.candidates, nullptr);
  return continueMiddle({pass, model_, tokenizer_, noise_}, room, options);
}

Fills ModelSystem::fill(const BlankText& text, const FillOptions& options) {
  return leastRisky(fillTokens(viewOf(text, tokenizer_), options), tokenizer_);
}

std::vector<double> ModelSystem::gapLikelihoods(const BlankText& text, const std::vector<std::string>& options) {
  const torch::NoGradGuard noGrad;
  std::map<int, torch::Tensor> looks;  // by length: log-probabilities [length, V]
  std::vector<double> values;
  for (const std::string& words : options) {
    const BlankView view = viewOf(withWords(text, words), tokenizer_);
    if (model_.config().reading == Reading::kCausal) {
      values.push_back(-scoreCausal(view).nats);
      continue;
    }
    torch::Tensor& look = looks[view.length];
    if (!look.defined()) {
      const ModelPass pass(model_, view.tokens, {{view.begin, view.begin + view.length}}, 1, reader_.get());
      const NoisedTokens hidden = hiddenTokens(pass.gold_G(), {allHidden(view.length)}, model_.config().width);
      auto logits = pass.logits(noise_.state(model_, hidden, nullptr)).contiguous();
      pass.addCache(knownTokens(hidden), &logits);
      look = logits.log_softmax(-1);
    }
    double sum = 0;
    const std::vector<TokenId> gold = view.gold();
    for (std::size_t i = 0; i < gold.size(); ++i)
      sum += look[static_cast<std::int64_t>(i)][tokenizer_.modelId(gold[i])].item<double>();
    values.push_back(sum);
  }
  return values;
}

ClozeValues ModelSystem::cloze(const BlankText& text, const std::vector<std::string>& options) {
  return {{}, gapLikelihoods(text, options)};
}

LoadedSystem::LoadedSystem(std::shared_ptr<LoadedModel> loaded, std::unique_ptr<NoiseProcess> noise)
    : ModelSystem(loaded->name, *loaded->denoiser, *loaded->tokenizer, *noise,
                  loaded->base == nullptr ? nullptr : makeContextReader(*loaded, kKeptBytes)),
      loaded_(std::move(loaded)),
      noise_(std::move(noise)) {
  if (!loaded_->denoiser->config().isJoint()) session_ = openInfillSession(loaded_);
  if (loaded_->base != nullptr) {
    judged_ = std::make_shared<ChunkReader>(loaded_->base, loaded_->denoiser->config().readingBegins, kKeptBytes);
  }
}

std::unique_ptr<LoadedSystem> LoadedSystem::open(const std::string& folder, const std::vector<VoiceBlend>& voices) {
  auto loaded = std::make_shared<LoadedModel>(loadModel(folder, stepPrecision()));
  speakWith(loaded.get(), voices);
  auto noise = makeNoiseProcess(loaded->denoiser->config().noise);
  std::unique_ptr<LoadedSystem> system(new LoadedSystem(std::move(loaded), std::move(noise)));
  for (const VoiceBlend& voice : voices) system->rename(system->name() + " + " + readVoiceConfig(voice.folder).name);
  return system;
}

Fills LoadedSystem::fill(const BlankText& text, const FillOptions& options) {
  if (session_ == nullptr) return ModelSystem::fill(text, options);
  // A writer leaves the space before a gap where it is.
  const std::string_view space = text.blank.substr(0, text.blank.starts_with(' ') ? 1 : 0);
  InfillRequest request;
  request.text = std::string(text.left).append(space).append(text.right);
  GapRequest gap;
  gap.begin = gap.end = text.left.size() + space.size();
  gap.tokens = std::min(kLongestGap, static_cast<int>(tokenizer().encode(text.blank).size()));
  request.gaps = {gap};
  request.candidates = options.candidates;
  request.steps = options.steps;
  request.seed = options.seed;
  request.temperature = options.temperature;
  request.topP = options.topP;
  request.sampler = options.sampler;
  request.contextBytes = request.text.size();
  const CancelFlag never{false};
  Fills fills;
  for (const auto& candidate : session_->infill(request, {}, never).candidates)
    fills.texts.push_back(std::string(space) + candidate.front().text);
  return fills;
}

ClozeValues LoadedSystem::cloze(const BlankText& text, const std::vector<std::string>& options) {
  if (loaded_->base == nullptr) return ModelSystem::cloze(text, options);
  const BlankView view = viewOf(text, tokenizer());
  std::vector<std::int64_t> context(view.tokens.begin(), view.tokens.begin() + view.begin);
  DocumentPlan plan;
  plan.gaps = {{view.begin, view.length}};
  context.push_back(tokenizer().special().gap);
  context.insert(context.end(), view.tokens.begin() + view.begin + view.length, view.tokens.end());
  plan.context = static_cast<std::int32_t>(context.size());
  plan.chunkStarts = cutChunks(context, loaded_->denoiser->config().chunk);
  ClozeValues values;
  FillsOfGaps fills;
  OwnOfGaps own;
  for (const std::string& words : options) {
    const BlankView filled = viewOf(withWords(text, words), tokenizer());
    fills.push_back({filled.gold()});
    const auto expected_LV = asARunSettles(filled);
    own.push_back({{}});
    for (std::size_t k = 0; k < fills.back().front().size(); ++k) {
      const TokenId id = tokenizer().modelId(fills.back().front()[k]);
      own.back().front().push_back(expected_LV[static_cast<std::int64_t>(k)][id].item<float>());
    }
  }
  const auto judged = judgeFills({context, plan}, fills, {}, own, *loaded_->base, judged_.get(), {});
  for (std::size_t i = 0; i < options.size(); ++i) {
    const JudgedFill& fill = judged.front()[i];
    const std::vector<float>& said = own[i].front();
    const double sum = std::accumulate(said.begin(), said.end(), 0.0);
    values.ranking.push_back(fill.value);
    values.gap.push_back((sum - fill.alone) / static_cast<double>(said.size()));
  }
  return values;
}

}  // namespace lacuna::engine

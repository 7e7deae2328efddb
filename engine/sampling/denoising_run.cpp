// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/denoising_run.h"

#include <ATen/CPUGeneratorImpl.h>

#include <limits>

namespace lacuna::engine {
namespace {

// Masks begin with noise of this deviation, falling to none: candidates part ways before the first token is drawn.
constexpr float kFirstSigma = 0.5F;
// A gap shorter than this stays within its paragraph.
constexpr int kShortestWithNewline = 80;
// From this length on, its space included, a token's return within a gap is noticed: " door", not " the".
constexpr std::size_t kLongBytes = 5;

// -inf where a row may not hold a token: control tokens, bytes (a fill is always valid UTF-8), seams.
torch::Tensor barredTokens(const RunSetup& setup) {
  const Tokenizer& tokenizer = *setup.tokenizer;
  const DocumentRows& document = setup.layout.documents.front();
  constexpr float kNever = -std::numeric_limits<float>::infinity();
  auto always_V = torch::zeros({tokenizer.vocabulary()});
  auto newlines_V = torch::zeros({tokenizer.vocabulary()});
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    if (tokenizer.isControl(id) || tokenizer.isByte(id)) always_V.data_ptr<float>()[id] = kNever;
    if (tokenizer.bytes(id).find('\n') != std::string::npos) newlines_V.data_ptr<float>()[id] = kNever;
  }
  const auto bar = [](const torch::Tensor& row_V, const std::vector<bool>& barred) {
    float* data = row_V.data_ptr<float>();
    for (std::size_t id = 0; id < barred.size(); ++id) {
      if (barred[id]) data[id] = kNever;
    }
  };
  std::vector<torch::Tensor> gaps;
  for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
    const std::int32_t length = document.gaps[gap].length;
    const auto row_V = length < kShortestWithNewline ? always_V + newlines_V : always_V;
    const auto gap_LV = row_V.repeat({length, 1});
    bar(gap_LV[0], barredFirst(setup.seams[gap], tokenizer));
    bar(gap_LV[length - 1], barredLast(setup.seams[gap], tokenizer));
    gaps.push_back(gap_LV);
  }
  return torch::cat(gaps).repeat({document.candidates, 1});
}

}  // namespace

DenoisingRun::DenoisingRun(RunSetup setup, FillPlan plan, const KeyValues& kept)
    : setup_(std::move(setup)), plan_(std::move(plan)) {
  const torch::NoGradGuard noGrad;
  prepared_ = setup_.model->prepareKept(kept, plan_);
  const DocumentRows& document = setup_.layout.documents.front();
  const std::int64_t width = setup_.model->config().width;
  std::vector<torch::Tensor> noise;
  for (std::int32_t c = 0; c < document.candidates; ++c) {
    Candidate candidate;
    candidate.random = Random(setup_.seed, static_cast<std::uint64_t>(c), 3);
    auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
    noise.push_back(torch::randn({document.fillingPerCandidate, width}, generator));
    candidate.slots.resize(static_cast<std::size_t>(document.fillingPerCandidate));
    for (const std::int32_t start : document.gapRow) candidate.slots[static_cast<std::size_t>(start)].startsGap = true;
    candidates_.push_back(std::move(candidate));
  }
  noise_FW_ = torch::cat(noise);
  barred_FV_ = barredTokens(setup_);
  for (TokenId id = 0; id < setup_.tokenizer->vocabulary(); ++id) {
    longTokens_V_.push_back(setup_.tokenizer->bytes(id).size() >= kLongBytes);
  }
}

NoisedTokens DenoisingRun::present(int step) const {
  const std::int64_t rows = noise_FW_.size(0);
  NoisedTokens tokens;
  tokens.ids_F = torch::zeros({rows}, torch::kInt64);
  tokens.masked_F = torch::zeros({rows}, torch::kBool);
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  std::int64_t row = 0;
  for (const Candidate& candidate : candidates_) {
    for (const Slot& slot : candidate.slots) {
      tokens.ids_F.data_ptr<std::int64_t>()[row] = slot.id;
      tokens.masked_F.data_ptr<bool>()[row] = !slot.settled;
      ++row;
    }
  }
  const float left = 1.0F - static_cast<float>(step - 1) / static_cast<float>(setup_.options.steps);
  tokens.sigma_F = torch::full({rows}, kFirstSigma * left);
  tokens.noise_FW = noise_FW_;
  return tokens;
}

void DenoisingRun::advance(int step) {
  const torch::NoGradGuard noGrad;
  const auto state = setup_.noise->state(*setup_.model, present(step), guess_.ids_FK.defined() ? &guess_ : nullptr);
  const auto hidden = setup_.model->fill(state, prepared_, plan_, nullptr);
  const auto logits = (setup_.model->logits(hidden) + barred_FV_).contiguous();
  if (setup_.noise->usesGuess()) guess_ = makeGuess(logits);
  setup_.sampler->advance(step, setup_.options, logits, longTokens_V_, &candidates_);
}

}  // namespace lacuna::engine

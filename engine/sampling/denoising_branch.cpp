// SPDX-License-Identifier: GPL-3.0-or-later
// A run that leaves another: what its candidate had become is copied, the author's words are put in, and every copy
// goes on by itself. All that a step depends on is copied, so a copy with the same random numbers repeats the run.
#include <ATen/CPUGeneratorImpl.h>

#include "engine/sampling/allowed_tokens.h"
#include "engine/sampling/denoising_run.h"
#include "engine/sampling/embedding_state.h"

namespace lacuna::engine {
namespace {

// Random streams of their own for each step (1..999) at which a run was left or edited; a run's own is 3.
constexpr std::uint64_t kBranchPurpose = 1000;
constexpr std::uint64_t kEditPurpose = 3000;

torch::Tensor copies(const torch::Tensor& rows, std::size_t count) {
  if (!rows.defined()) return rows;
  std::vector<std::int64_t> times(static_cast<std::size_t>(rows.dim()), 1);
  times.front() = static_cast<std::int64_t>(count);
  return rows.repeat(times);
}

torch::Tensor normalRows(const torch::Tensor& like_RW, Random* random) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(random->next());
  return torch::randn(like_RW.sizes(), generator);
}

}  // namespace

void DenoisingRun::edit(const std::vector<PreparedEdit>& edits, int step) {
  const torch::NoGradGuard noGrad;
  const Stream& stream = setup_.streams.front();
  Random random(stream.seed, stream.number, kEditPurpose + static_cast<std::uint64_t>(step));
  for (const PreparedEdit& edit : edits) {
    const SlotRange range = gapsOf(state_.candidates.front().slots)[edit.gap];
    requireEditFits(edit, range.size());
    const std::size_t at = range.begin + edit.token;
    if (edit.tokens.empty()) {
      forget(edit.gap, at, step, &random);
      continue;
    }
    fix(0, at, edit.tokens);
    // What went on with the word that stood there would make another of the author's.
    const std::vector<Slot>& slots = state_.candidates.front().slots;
    const std::size_t next = at + edit.tokens.size();
    if (next == slots.size() || slots[next].startsGap || slots[next].fixed) continue;
    if (continuesWord_V_[static_cast<std::size_t>(slots[next].id)]) forget(edit.gap, next, step, &random);
  }
  if (sampler_->continuous()) moveRows(samplerSetup_, state_.y_FW, &state_);
}

void DenoisingRun::forbid(const std::vector<std::string>& words) {
  if (words.empty()) return;
  guard_.forbid(words);
  allowed_.bar(guard_.barredTokens());
}

void DenoisingRun::forget(std::size_t gap, std::size_t slot, int step, Random* random) {
  std::vector<Slot>& slots = state_.candidates.front().slots;
  Slot noise;
  noise.startsGap = slots[slot].startsGap;
  noise.beginsWord = slots[slot].beginsWord;
  slots[slot] = noise;
  const auto row = static_cast<std::int64_t>(slot);
  wasOpen_[slot] = false;
  if (guess_.entropy_F.defined()) guess_.entropy_F[row] = kNoGuess;
  if (!sampler_->continuous()) return;
  lists_.logits_FV()[row].copy_(allowed_.bars_V(placeOf(slots, gap, gapsOf(slots)[gap], slot)));
  // What knows nothing of its token and is as noisy as the rows around it.
  const Level level = levelBefore(samplerSetup_, step + 1, state_);
  state_.y_FW[row] = level.sigma_F1[row] * normalRows(state_.y_FW[row], random);
}

void DenoisingRun::branch(Fork fork) {
  const torch::NoGradGuard noGrad;
  const std::size_t count = fork.streams.size();
  const Stream from = setup_.streams.front();
  const Candidate one = state_.candidates.front();
  const std::vector<bool> wasOpen = wasOpen_;
  state_.candidates.assign(count, one);
  const std::vector<float> entropy = entropy_;
  for (std::size_t c = 1; c < count; ++c) {
    wasOpen_.insert(wasOpen_.end(), wasOpen.begin(), wasOpen.end());
    entropy_.insert(entropy_.end(), entropy.begin(), entropy.end());
  }
  for (torch::Tensor* rows : {&state_.y_FW, &noise_FW_, &guess_.ids_FK, &guess_.probability_FK, &guess_.entropy_F})
    *rows = copies(*rows, count);
  sampler_->spread(count);
  std::vector<bool> leaves;
  for (std::size_t c = 0; c < count; ++c) {
    const Stream& stream = fork.streams[c];
    leaves.push_back(!(stream == from));
    if (!leaves.back()) continue;
    Random& random = state_.candidates[c].random;
    random = Random(stream.seed, stream.number, kBranchPurpose + static_cast<std::uint64_t>(fork.step));
    auto noise_RW = rowsOf(noise_FW_, c);
    noise_RW.copy_(normalRows(noise_RW, &random));
  }
  if (sampler_->drawsAtTheEnd()) {
    const auto clean_FW = expectedClean(samplerSetup_, copies(lists_.logits_FV(), count));
    const auto fresh_FW = noisedAgain(samplerSetup_, {clean_FW, noise_FW_}, fork.step + 1, state_);
    for (std::size_t c = 0; c < count; ++c) {
      if (leaves[c]) rowsOf(state_.y_FW, c).copy_(rowsOf(fresh_FW, c));
    }
    moveRows(samplerSetup_, state_.y_FW, &state_);
  }
  setup_.streams = std::move(fork.streams);
  setup_.trace = fork.trace;
  lists_ = Shortlists();  // its rows were the one candidate's
  look_.prepare(lengths());
  look_.spread(count);
  const std::vector<TokenId> shown = shown_;
  for (std::size_t c = 1; c < count; ++c) shown_.insert(shown_.end(), shown.begin(), shown.end());
}

torch::Tensor DenoisingRun::rowsOf(const torch::Tensor& x_FW, std::size_t candidate) const {
  const auto rows = static_cast<std::int64_t>(state_.candidates.front().slots.size());
  return x_FW.narrow(0, static_cast<std::int64_t>(candidate) * rows, rows);
}

}  // namespace lacuna::engine

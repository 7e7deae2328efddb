// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/streams.h"

#include <span>

#include "engine/attention/chunks.h"

namespace lacuna::engine {

std::int32_t Streams::newGap(std::size_t rows) {
  gapLengths_.push_back(static_cast<int>(rows));
  return static_cast<std::int32_t>(gapLengths_.size()) - 1;
}

void Streams::say(const std::vector<std::int64_t>& tokens, std::int32_t gap) {
  target_.insert(target_.end(), tokens.begin(), tokens.end());
  gap_.insert(gap_.end(), tokens.size(), gap);
}

void Streams::append(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change) {
  switch (options_.reading) {
    case Reading::kOneWay:
      return appendOneWay(tokens, gaps, change);
    case Reading::kTwoWay:
      return appendTwoWay(tokens, gaps, change);
    case Reading::kCausal:
      return appendCausal(tokens, gaps, change);
  }
}

void Streams::appendOneWay(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change) {
  DocumentPlan plan;
  plan.candidates = options_.candidates;
  const std::size_t first = context_.size();
  std::size_t at = 0;
  for (const auto& [begin, end] : gaps) {
    context_.insert(context_.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.begin() + begin);
    const std::vector<std::int64_t> inside = change({tokens.begin() + begin, tokens.begin() + end});
    plan.gaps.push_back({static_cast<std::int32_t>(context_.size() - first), static_cast<std::int32_t>(inside.size()),
                         begin > 0 ? tokens[static_cast<std::size_t>(begin) - 1] : kNoToken});
    context_.push_back(special_.gap);
    say(inside, newGap(inside.size()));
    at = static_cast<std::size_t>(end);
  }
  context_.insert(context_.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end());
  plan.context = static_cast<std::int32_t>(context_.size() - first);
  plan.chunkStarts = cutChunks(std::span(context_).subspan(first), options_.layout.chunk);
  plans_.push_back(std::move(plan));
}

// The whole example is one gap of the layout, behind one marker that says nothing.
void Streams::closeJoint(std::size_t first) {
  DocumentPlan plan;
  plan.context = 1;
  plan.candidates = options_.candidates;
  plan.gaps = {{0, static_cast<std::int32_t>(target_.size() - first)}};
  context_.push_back(special_.gap);
  plans_.push_back(std::move(plan));
}

void Streams::appendTwoWay(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change) {
  const std::size_t first = target_.size();
  say(std::vector<std::int64_t>(static_cast<std::size_t>(options_.prefix), special_.document), -1);
  int at = 0;
  for (const auto& [begin, end] : gaps) {
    say({tokens.begin() + at, tokens.begin() + begin}, -1);
    const std::vector<std::int64_t> inside = change({tokens.begin() + begin, tokens.begin() + end});
    say(inside, newGap(inside.size()));
    at = end;
  }
  say({tokens.begin() + at, tokens.end()}, -1);
  closeJoint(first);
}

// Fill in the middle (Bavarian et al. 2022, arXiv:2207.14255, prefix-suffix-middle), for any number of gaps: the text
// with a <gap> in the place of each, then for each gap <expand>, what it held, <delete>.
void Streams::appendCausal(const std::vector<TokenId>& tokens, const Gaps& gaps, const Change& change) {
  const std::size_t first = target_.size();
  int at = 0;
  for (const auto& [begin, end] : gaps) {
    say({tokens.begin() + at, tokens.begin() + begin}, -1);
    say({special_.gap}, -1);
    at = end;
  }
  say({tokens.begin() + at, tokens.end()}, -1);
  const std::size_t text = target_.size();
  for (const auto& [begin, end] : gaps) {
    const std::vector<std::int64_t> inside = change({tokens.begin() + begin, tokens.begin() + end});
    say({special_.expand}, -1);
    say(inside, newGap(inside.size()));
    say({special_.remove}, -1);
  }
  for (std::size_t i = first; i < target_.size(); ++i) {
    // Nothing can know where the author left a gap, or that the text ends; an ended middle is followed by nothing.
    const bool known = i + 1 < target_.size() && i + 1 != text && target_[i] != special_.remove;
    next_.push_back(known && target_[i + 1] != special_.gap ? target_[i + 1] : -1);
  }
  closeJoint(first);
}

Batch Streams::batch() const {
  Batch batch;
  batch.layout = makeLayout(plans_, options_.layout);
  batch.context_C = torch::tensor(context_, torch::kInt64);
  std::size_t row = 0;
  std::vector<std::int64_t> target;
  std::vector<std::int64_t> next;
  for (std::size_t example = 0; example < plans_.size(); ++example) {
    // Of the gaps' tokens: over a base a layout has rows of anchors beside them.
    std::size_t rows = 0;
    for (const GapPlace& gap : plans_[example].gaps) rows += static_cast<std::size_t>(gap.length);
    for (std::int32_t candidate = 0; candidate < options_.candidates; ++candidate) {
      for (std::size_t i = row; i < row + rows; ++i) {
        target.push_back(target_[i]);
        if (!next_.empty()) next.push_back(next_[i]);
        batch.gap_F.push_back(gap_[i]);
        batch.level_F.push_back(gap_[i] < 0 || options_.reading == Reading::kCausal ? 0.0F : 1.0F);
        batch.group_F.push_back(static_cast<std::int32_t>(example));
      }
    }
    row += rows;
  }
  batch.target_F = torch::tensor(target, torch::kInt64);
  if (!next.empty()) batch.next_F = torch::tensor(next, torch::kInt64);
  return batch;
}

Batch makeExample(const std::vector<TokenId>& tokens, const Gaps& gaps, const StreamOptions& options) {
  Streams streams(options);
  streams.append(tokens, gaps, [](const auto& inside) { return inside; });
  return streams.batch();
}

}  // namespace lacuna::engine

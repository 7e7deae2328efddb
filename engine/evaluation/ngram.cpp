// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/ngram.h"

#include <algorithm>
#include <cmath>

namespace lacuna::engine {
namespace {

constexpr std::uint32_t kOutside = 0xFFFF;  // outside the corpus; no vocabulary is that large

std::uint32_t furtherOf(std::uint32_t entry) { return entry >> 16U; }
std::uint32_t wordOf(std::uint32_t entry) { return entry & 0xFFFFU; }

void interpolate(const std::vector<SortedNeighbours::Count>& counts, std::vector<double>* distribution) {
  if (counts.empty()) return;
  double total = 0;
  for (const auto& [word, count] : counts) total += static_cast<double>(count);
  const auto types = static_cast<double>(counts.size());
  for (double& p : *distribution) p *= types / (total + types);
  for (const auto& [word, count] : counts)
    (*distribution)[static_cast<std::size_t>(word)] += static_cast<double>(count) / (total + types);
}

}  // namespace

SortedNeighbours::SortedNeighbours(const TokenStore& tokens, int vocabulary, Side side,
                                   const std::function<void()>& between)
    : begins_(static_cast<std::size_t>(vocabulary) + 1, 0), pairBegins_(1, 0) {
  place(tokens, side);
  std::vector<std::int32_t> count(begins_.size() - 1, 0);
  for (std::size_t nearest = 0; nearest + 1 < begins_.size(); ++nearest) {
    if (between) between();
    std::sort(entries_.begin() + static_cast<std::ptrdiff_t>(begins_[nearest]),
              entries_.begin() + static_cast<std::ptrdiff_t>(begins_[nearest + 1]));
    countPairs(nearest, &count);
  }
}

// Each token's entry to those of its nearest neighbour.
void SortedNeighbours::place(const TokenStore& tokens, Side side) {
  const auto size = static_cast<std::ptrdiff_t>(tokens.size());
  const std::ptrdiff_t step = side == Side::kLeft ? -1 : 1;
  const auto at = [&](std::ptrdiff_t i) -> std::uint32_t {
    return i >= 0 && i < size ? tokens[static_cast<std::size_t>(i)] : kOutside;
  };
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    if (at(i + step) != kOutside) ++begins_[at(i + step) + 1];
  }
  for (std::size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
  entries_.resize(begins_.back());
  std::vector<std::size_t> next = begins_;
  for (std::ptrdiff_t i = 0; i < size; ++i) {
    if (at(i + step) != kOutside) entries_[next[at(i + step)]++] = at(i + 2 * step) << 16U | at(i);
  }
}

// count is zero everywhere, before and after.
void SortedNeighbours::countPairs(std::size_t nearest, std::vector<std::int32_t>* count) {
  const std::size_t first = pairs_.size();
  for (std::size_t i = begins_[nearest]; i < begins_[nearest + 1]; ++i) {
    const std::uint32_t word = wordOf(entries_[i]);
    if ((*count)[word]++ == 0) pairs_.push_back({static_cast<TokenId>(word), 0});
  }
  for (std::size_t i = first; i < pairs_.size(); ++i)
    std::swap(pairs_[i].count, (*count)[static_cast<std::size_t>(pairs_[i].word)]);
  pairBegins_.push_back(pairs_.size());
}

std::vector<SortedNeighbours::Count> SortedNeighbours::counts(TokenId nearest, TokenId further) const {
  const auto key = static_cast<std::size_t>(nearest);
  if (further < 0)
    return {pairs_.begin() + static_cast<std::ptrdiff_t>(pairBegins_[key]),
            pairs_.begin() + static_cast<std::ptrdiff_t>(pairBegins_[key + 1])};
  const auto wanted = static_cast<std::uint32_t>(further);
  const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(begins_[key + 1]);
  std::vector<Count> found;
  for (auto entry = std::lower_bound(entries_.begin() + static_cast<std::ptrdiff_t>(begins_[key]), end, wanted << 16U);
       entry != end && furtherOf(*entry) == wanted; ++entry) {
    const auto word = static_cast<TokenId>(wordOf(*entry));
    if (found.empty() || found.back().word != word) found.push_back({word, 0});
    ++found.back().count;
  }
  return found;
}

BidirectionalTrigram::BidirectionalTrigram(const TokenizedCorpus& corpus, int vocabulary,
                                           const std::function<void()>& between)
    : unigram_(unigram(corpus, vocabulary)),
      left_(corpus.tokens, vocabulary, SortedNeighbours::Side::kLeft, between),
      right_(corpus.tokens, vocabulary, SortedNeighbours::Side::kRight, between) {}

std::vector<double> BidirectionalTrigram::from(const SortedNeighbours& side, TokenId nearest, TokenId further) const {
  std::vector<double> distribution = unigram_;
  if (nearest < 0) return distribution;
  interpolate(side.counts(nearest, -1), &distribution);
  if (further >= 0) interpolate(side.counts(nearest, further), &distribution);
  return distribution;
}

std::vector<double> BidirectionalTrigram::logDistribution(const KnownTokens& around) const {
  std::vector<double> left = from(left_, around.left1, around.left2);
  const std::vector<double> right = from(right_, around.right1, around.right2);
  double sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    left[i] = left[i] * right[i] / unigram_[i];
    sum += left[i];
  }
  for (double& p : left) p = std::log(p / sum);
  return left;
}

}  // namespace lacuna::engine

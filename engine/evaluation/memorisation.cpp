// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/memorisation.h"

#include <unordered_map>

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kBase = 0x9E3779B97F4A7C15ULL;  // odd: a run's hash tells its tokens and their order

// The sum over the run of token * kBase^(place from its end), modulo 2^64, moved on by one token at a time.
class RollingHash {
 public:
  explicit RollingHash(int n) {
    for (int i = 0; i < n; ++i) first_ *= kBase;
  }
  std::uint64_t push(std::uint64_t token) { return hash_ = hash_ * kBase + mix(token); }
  std::uint64_t roll(std::uint64_t gone, std::uint64_t token) {
    return hash_ = hash_ * kBase + mix(token) - mix(gone) * first_;
  }

 private:
  static std::uint64_t mix(std::uint64_t token) {
    token = (token + 1) * 0xBF58476D1CE4E5B9ULL;
    return token ^ (token >> 31U);
  }
  std::uint64_t hash_ = 0;
  std::uint64_t first_ = 1;
};

template <class Tokens, class Visit>
void visitRuns(const Tokens& tokens, std::size_t n, const Visit& visit) {
  RollingHash hash(static_cast<int>(n));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto token = static_cast<std::uint64_t>(tokens[i]);
    const std::uint64_t value = i < n ? hash.push(token) : hash.roll(static_cast<std::uint64_t>(tokens[i - n]), token);
    if (i + 1 >= n) visit(value);
  }
}

}  // namespace

std::vector<std::vector<bool>> foundInCorpus(const std::vector<std::vector<TokenId>>& texts,
                                             const TokenizedCorpus& corpus, int n) {
  const auto size = static_cast<std::size_t>(n);
  std::unordered_map<std::uint64_t, bool> asked;
  // Most runs of the corpus are not asked for: a bit a hash says so without a look into the map.
  constexpr std::uint64_t kBits = (1U << 22U) - 1;
  std::vector<bool> maybe(kBits + 1, false);
  for (const auto& text : texts) {
    visitRuns(text, size, [&](std::uint64_t hash) {
      asked[hash] = false;
      maybe[hash & kBits] = true;
    });
  }
  visitRuns(corpus.tokens, size, [&](std::uint64_t hash) {
    if (!maybe[hash & kBits]) return;
    const auto found = asked.find(hash);
    if (found != asked.end()) found->second = true;
  });
  std::vector<std::vector<bool>> result;
  for (const auto& text : texts) {
    result.emplace_back();
    visitRuns(text, size, [&](std::uint64_t hash) { result.back().push_back(asked.at(hash)); });
  }
  return result;
}

}  // namespace lacuna::engine

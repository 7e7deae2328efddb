// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/batch.h"

#include <algorithm>
#include <cmath>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kShortestStretch = 8;  // tokens, for an example

// Moves a border forward to the next word, if one is near.
int toWordBorder(const std::vector<TokenId>& tokens, const Tokenizer& tokenizer, int at) {
  const int size = static_cast<int>(tokens.size());
  for (int i = at; i < std::min(size, at + 8); ++i) {
    const std::string& bytes = tokenizer.bytes(tokens[static_cast<std::size_t>(i)]);
    if (!bytes.empty() && (bytes.front() == ' ' || bytes.front() == '\n')) return i;
  }
  return at;
}

// Alternates context and gaps of about the same lengths: around half of the tokens carry loss.
Gaps cutGaps(const std::vector<TokenId>& tokens, const Tokenizer& tokenizer, const BatchOptions& options,
             Random& random) {
  const int size = static_cast<int>(tokens.size());
  Gaps gaps;
  if (random.uniform() < options.whole) {
    gaps.emplace_back(1, size);  // the <doc> or a first token stays: a document begins somewhere
    return gaps;
  }
  int at = logUniform(1, 2 * options.longestGap, random);
  while (at < size) {
    const int longest = random.uniform() < options.longGaps ? 4 * options.longestGap : options.longestGap;
    int end = at + logUniform(1, longest, random);
    int begin = at;
    if (random.uniform() < options.wordBorders) {
      begin = toWordBorder(tokens, tokenizer, begin);
      end = toWordBorder(tokens, tokenizer, std::max(end, begin + 1));
    }
    end = std::min(end, size);
    if (begin >= end) break;
    gaps.emplace_back(begin, end);
    at = end + logUniform(2, options.longestGap + 32, random);
  }
  if (gaps.empty()) gaps.emplace_back(size / 2, size / 2 + 1);
  return gaps;
}

// One gap's targets, with ⟨expand⟩ in the place of two tokens and ⟨delete⟩ where there is none. Draws nothing when
// both are off.
std::vector<std::int64_t> changeLength(const std::vector<std::int64_t>& tokens, const SpecialTokens& special,
                                       const BatchOptions& options, Random* random) {
  if (options.expansions <= 0 && options.deletions <= 0) return tokens;
  std::vector<std::int64_t> changed;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool deletes = random->uniform() < options.deletions;
    const bool expands = random->uniform() < options.expansions;
    if (deletes) changed.push_back(special.remove);
    if (expands && i + 1 < tokens.size()) {
      changed.push_back(special.expand);
      ++i;
    } else {
      changed.push_back(tokens[i]);
    }
  }
  return changed;
}

// A share that was added up from steps may miss a stage's end by a rounding.
const LengthShares& lengthsAt(const BatchOptions& options, double share) {
  for (const auto& [until, lengths] : options.stages) {
    if (share < until - 1e-9) return lengths;
  }
  return options.lengths;
}

struct PairExample {
  std::vector<TokenId> tokens;
  int target = 0;  // where the target begins
};

PairExample pickPair(const TokenizedCorpus& corpus, Random& random) {
  const auto pair = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(corpus.targets.size()) - 1));
  const auto first = static_cast<std::ptrdiff_t>(corpus.starts[pair]);
  const auto last = static_cast<std::ptrdiff_t>(corpus.starts[pair + 1]);
  return {{corpus.tokens.begin() + first, corpus.tokens.begin() + last},
          static_cast<int>(corpus.targets[pair] - corpus.starts[pair])};
}

}  // namespace

int logUniform(int low, int high, Random& random) {
  const double value = std::exp(random.uniform() * std::log((high + 1.0) / low)) * low;
  return std::clamp(static_cast<int>(value), low, high);
}

Stretch pickStretch(const TokenizedCorpus& corpus, int length, const std::map<std::string, double>& folderWeights,
                    Random& random) {
  const auto weightOf = [&](std::size_t book) {
    const auto found = book < corpus.folders.size() ? folderWeights.find(corpus.folders[book]) : folderWeights.end();
    return found == folderWeights.end() ? 1.0 : found->second;
  };
  const std::size_t books = corpus.starts.size() - 1;
  double total = 0;
  for (std::size_t book = 0; book < books; ++book)
    total += weightOf(book) * static_cast<double>(corpus.starts[book + 1] - corpus.starts[book]);
  double where = random.uniform() * total;
  std::size_t book = 0;
  double size = 0;
  for (; book < books; ++book) {
    size = static_cast<double>(corpus.starts[book + 1] - corpus.starts[book]);
    if (where < weightOf(book) * size || book + 1 == books) break;
    where -= weightOf(book) * size;
  }
  const auto first = static_cast<std::int64_t>(corpus.starts[book]);
  const auto last = static_cast<std::int64_t>(corpus.starts[book + 1]);
  const auto offset =
      static_cast<std::int64_t>(std::min(size - 1, std::max(0.0, where / std::max(1e-9, weightOf(book)))));
  const std::int64_t begin = std::max(first, std::min(first + offset, last - length));
  const std::int64_t end = std::min(last, begin + length);
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

void checkTrainable(const TokenizedCorpus& corpus, const std::string& where) {
  if (corpus.holdsPairs()) return;
  for (std::size_t book = 0; book + 1 < corpus.starts.size(); ++book) {
    if (corpus.starts[book + 1] - corpus.starts[book] >= kShortestStretch) return;
  }
  throw Error(ErrorCode::kInvalidInput, "No text in " + where + " is as long as " + std::to_string(kShortestStretch) +
                                            " tokens, so there is nothing to learn from: name a folder with more.");
}

Batch makeBatch(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const StreamOptions& stream,
                const BatchOptions& options, std::uint64_t seed, std::uint64_t step, double share) {
  Random random(seed, step, 1);
  const LengthShares& lengths = lengthsAt(options, share);
  int length = lengths.back().first;
  double pick = random.uniform();
  for (const auto& [candidate, part] : lengths) {
    if (pick < part) {
      length = candidate;
      break;
    }
    pick -= part;
  }
  const SpecialTokens& special = tokenizer.special();
  const auto change = [&](const std::vector<std::int64_t>& inside) {
    return changeLength(inside, special, options, &random);
  };
  Streams streams(stream);
  // Until there is an example, however many books of a few words are drawn before it.
  for (int taken = 0; taken < options.tokens || streams.gapCount() == 0;) {
    const int room = std::min(length, taken < options.tokens ? options.tokens - taken : options.tokens);
    const PairExample pair = corpus.holdsPairs() ? pickPair(corpus, random) : PairExample{};
    const auto tokensOf = [&](const Stretch& stretch) {
      return std::vector<TokenId>(corpus.tokens.begin() + stretch.begin, corpus.tokens.begin() + stretch.end);
    };
    const std::vector<TokenId> tokens =
        corpus.holdsPairs() ? pair.tokens : tokensOf(pickStretch(corpus, room, options.folderWeights, random));
    if (corpus.holdsPairs())
      streams.append(tokens, {{pair.target, static_cast<int>(tokens.size())}}, change);
    else if (tokens.size() >= kShortestStretch)
      streams.append(tokens, cutGaps(tokens, tokenizer, options, random), change);
    taken += std::max<int>(8, static_cast<int>(tokens.size()));
  }
  Batch batch = streams.batch();
  // Low-discrepancy noise levels: one in each of as many equal parts of (0, 1] as there are gaps, in random order.
  const std::size_t gapCount = streams.gapCount();
  std::vector<float> levels(gapCount);
  const double offset = random.uniform();
  for (std::size_t i = 0; i < gapCount; ++i)
    levels[i] = static_cast<float>((static_cast<double>(i) + offset) / static_cast<double>(gapCount));
  for (std::size_t i = gapCount; i > 1; --i)
    std::swap(levels[i - 1], levels[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i) - 1))]);
  const auto* target = batch.target_F.data_ptr<std::int64_t>();
  for (std::size_t row = 0; row < batch.gap_F.size(); ++row) {
    if (batch.gap_F[row] < 0 || stream.reading == Reading::kCausal) continue;
    const auto gap = static_cast<std::size_t>(batch.gap_F[row]);
    // A gap in which nothing is noised teaches nothing: at least one token is expected to be. What a length token
    // stands for is always a blank.
    const bool changesLength = target[row] == special.expand || target[row] == special.remove;
    batch.level_F[row] =
        changesLength ? 1.0F : std::max(levels[gap], 1.0F / static_cast<float>(streams.gapLengths()[gap]));
  }
  return batch;
}

}  // namespace lacuna::engine

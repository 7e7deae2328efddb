// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/near_duplicates.h"

#include <QChar>
#include <algorithm>
#include <array>
#include <cstdint>

namespace lacuna::storage {
namespace {

constexpr std::size_t kShingle = 5;      // words
constexpr std::size_t kLongEnough = 12;  // words of a passage that is looked for
constexpr std::size_t kBands = 42;
constexpr std::size_t kRows = 3;
constexpr double kAlike = 0.3;  // share of runs of five words that two passages have in common, of all that they have
constexpr double kNeighbour = 0.7;    // share of words, of those that follow such passages
constexpr double kBetween = 0.3;      // and of one between two such
constexpr std::size_t kLeast = 20;    // words in a row that a repetition has
constexpr std::ptrdiff_t kFirst = 6;  // passages with a band in common are compared to so many that stand first

struct Words {
  std::vector<std::uint32_t> words{};     // in order
  std::vector<std::uint32_t> shingles{};  // sorted, each once
};

std::uint32_t mixed(std::uint32_t value) {
  value = (value ^ (value >> 16)) * 0x7feb352dU;
  value = (value ^ (value >> 15)) * 0x846ca68bU;
  return value ^ (value >> 16);
}

// Letters and digits alone, without capitals: quotes, dashes and marks of Markdown change nothing.
Words wordsOf(QStringView text) {
  Words found;
  std::uint32_t word = 2166136261U;
  bool any = false;
  const auto end = [&] {
    if (any) found.words.push_back(mixed(word));
    word = 2166136261U;
    any = false;
  };
  for (const QChar unit : text) {
    if (unit.isLetterOrNumber() || unit.isSurrogate() || unit.isMark()) {
      word = (word ^ unit.toCaseFolded().unicode()) * 16777619U;
      any = true;
    } else if (unit != u'\'' && unit != u'\u2019') {
      end();
    }
  }
  end();
  if (found.words.size() >= kLongEnough) {
    for (std::size_t i = 0; i + kShingle <= found.words.size(); ++i) {
      std::uint32_t shingle = 0;
      for (std::size_t k = 0; k < kShingle; ++k) shingle = mixed(shingle * 31 + found.words[i + k]);
      found.shingles.push_back(shingle);
    }
    std::sort(found.shingles.begin(), found.shingles.end());
    found.shingles.erase(std::unique(found.shingles.begin(), found.shingles.end()), found.shingles.end());
  }
  return found;
}

std::size_t common(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  std::size_t count = 0;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    if (*left == *right) {
      ++count;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return count;
}

// Jaccard's: of all different runs the share that both have.
double alike(const Words& a, const Words& b) {
  if (a.shingles.empty() || b.shingles.empty()) return 0;
  const std::size_t both = common(a.shingles, b.shingles);
  return static_cast<double>(both) / static_cast<double>(a.shingles.size() + b.shingles.size() - both);
}

// The share of words that two passages have in common, in whatever order.
double sameWords(const Words& a, const Words& b) {
  if (a.words.empty() || b.words.empty()) return a.words.empty() && b.words.empty() ? 1 : 0;
  auto left = a.words, right = b.words;
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return 2.0 * static_cast<double>(common(left, right)) / static_cast<double>(left.size() + right.size());
}

using Signature = std::array<std::uint32_t, kBands * kRows>;

Signature signatureOf(const Words& words) {
  static const auto kFactors = [] {
    std::array<std::pair<std::uint32_t, std::uint32_t>, kBands * kRows> factors{};
    std::uint32_t state = 20261201;
    for (auto& [add, times] : factors) {
      add = mixed(state += 0x9e3779b9U);
      times = mixed(state += 0x9e3779b9U) | 1U;
    }
    return factors;
  }();
  Signature signature;
  signature.fill(UINT32_MAX);
  for (const std::uint32_t shingle : words.shingles)
    for (std::size_t i = 0; i < signature.size(); ++i)
      signature[i] = std::min(signature[i], (shingle ^ kFactors[i].first) * kFactors[i].second);
  return signature;
}

// Pairs (later, earlier) that have a band in common, each once.
std::vector<std::pair<int, int>> candidates(const std::vector<Words>& words, const Work& work) {
  std::vector<int> which;
  std::vector<Signature> signatures;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].shingles.empty()) continue;
    which.push_back(static_cast<int>(i));
    signatures.push_back(signatureOf(words[i]));
    if (i % 256 == 0) work.at(0.6 * static_cast<double>(i) / static_cast<double>(words.size()));
  }
  std::vector<std::pair<int, int>> pairs;
  std::vector<std::pair<std::uint64_t, int>> keys(which.size());
  for (std::size_t band = 0; band < kBands; ++band) {
    work.at(0.6 + 0.4 * static_cast<double>(band) / kBands);
    for (std::size_t i = 0; i < which.size(); ++i) {
      const std::uint32_t* row = &signatures[i][band * kRows];
      const std::uint64_t high = mixed(row[0] ^ mixed(row[1]));
      keys[i] = {(high << 32) | mixed(row[2] + 0x9e3779b9U * (row[0] >> 1)), which[i]};
    }
    std::sort(keys.begin(), keys.end());
    for (auto first = keys.begin(); first != keys.end();) {
      auto last = first + 1;
      while (last != keys.end() && last->first == first->first) ++last;
      for (auto later = first + 1; later != last; ++later)
        for (auto earlier = first; earlier != later && earlier - first < kFirst; ++earlier)
          pairs.emplace_back(later->second, earlier->second);
      first = last;
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  }
  return pairs;
}

class Finder {
 public:
  Finder(const std::vector<CorpusPassage>& passages, std::vector<Words> words)
      : passages_(passages), words_(std::move(words)), first_(passages.size(), -1) {}

  void seed(const std::vector<std::pair<int, int>>& pairs) {
    for (const auto& [later, earlier] : pairs) {
      int& first = first_[static_cast<std::size_t>(later)];
      if (first >= 0 || alike(at(later), at(earlier)) < kAlike) continue;
      first = earlier;
    }
    const std::vector<int> seeds = first_;
    for (int i = 0; i < size(); ++i) {
      const int found = seeds[static_cast<std::size_t>(i)];
      if (found < 0) continue;
      follow(i, found, 1);
      follow(i, found, -1);
    }
  }

  // What repeats too little in a row is how people write.
  std::vector<int> result() {
    for (int begin = 0; begin < size();) {
      int end = begin;
      std::size_t words = 0;
      while (end < size() && first_[static_cast<std::size_t>(end)] >= 0 && chapter(end) == chapter(begin))
        words += at(end++).words.size();
      if (words < kLeast)
        for (int i = begin; i < end; ++i) first_[static_cast<std::size_t>(i)] = -1;
      begin = std::max(end, begin + 1);
    }
    return first_;
  }

 private:
  int size() const { return static_cast<int>(first_.size()); }
  const Words& at(int i) const { return words_[static_cast<std::size_t>(i)]; }
  int chapter(int i) const { return passages_[static_cast<std::size_t>(i)].chapter; }

  // On both sides, step by step; a paragraph that only one of them has, or that is another in both, is passed over.
  void follow(int later, int earlier, int step) {
    for (;;) {
      bool found = false;
      for (const auto& [a, b] : {std::pair(1, 1), std::pair(1, 2), std::pair(2, 1), std::pair(2, 2)}) {
        const int next = later + a * step, before = earlier + b * step;
        if (next < 0 || before < 0 || next >= size() || before >= next || chapter(next) != chapter(later)) continue;
        if (sameWords(at(next), at(before)) < kNeighbour) continue;
        int& first = first_[static_cast<std::size_t>(next)];
        if (first >= 0) return;  // from there on it was followed, or will be
        first = before;
        // Between two that are the same, the same line with other words.
        int& between = first_[static_cast<std::size_t>(later + step)];
        if (a == 2 && b == 2 && between < 0 && sameWords(at(later + step), at(earlier + step)) >= kBetween)
          between = earlier + step;
        later = next;
        earlier = before;
        found = true;
        break;
      }
      if (!found) return;
    }
  }

  const std::vector<CorpusPassage>& passages_;
  std::vector<Words> words_;
  std::vector<int> first_;
};

}  // namespace

std::vector<int> findNearDuplicates(const std::vector<CorpusPassage>& passages, const Work& work) {
  std::vector<Words> words;
  words.reserve(passages.size());
  for (std::size_t i = 0; i < passages.size(); ++i) {
    words.push_back(wordsOf(passages[i].text));
    if (i % 256 == 0) work.at(0.3 * static_cast<double>(i) / static_cast<double>(passages.size()));
  }
  const auto pairs = candidates(words, work.part(0.3, 0.9));
  Finder finder(passages, std::move(words));
  finder.seed(pairs);
  work.at(1.0);
  return finder.result();
}

}  // namespace lacuna::storage

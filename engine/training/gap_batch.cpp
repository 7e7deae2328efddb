// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/gap_batch.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lacuna::engine {
namespace {

constexpr int kBetweenGaps = 3;  // tokens of context, before, behind and between them
constexpr int kBorderReach = 4;  // tokens that a border is moved at most
constexpr double kEndsText = 0.12;
constexpr double kBeginsText = 0.05;
constexpr double kHalves = 0.4;  // share of gaps that hide a beginning in one pass and the end in the other
constexpr double kAll = 0.15;    // share of gaps that hide everything in the first pass

using Gaps = std::vector<std::pair<int, int>>;

// Whether a word, or what is none, begins with a token: spaces, line ends and signs do, letters and digits go on.
bool beginsWord(const std::string& bytes) {
  if (bytes.empty()) return false;
  const auto first = static_cast<unsigned char>(bytes.front());
  if (first == ' ' || first == '\n') return true;
  if (first <= 0x20 || first >= 0x7F) return false;
  return !((first >= '0' && first <= '9') || (first >= 'A' && first <= 'Z') || (first >= 'a' && first <= 'z'));
}

// Lengths of gaps in `size` tokens of text, as many as fit with context between them; one at least.
std::vector<int> gapLengths(int size, double share, int longest, Random* random) {
  std::vector<int> lengths;
  int sum = 0;
  do {
    lengths.push_back(logUniform(1, longest, *random));
    sum += lengths.back();
  } while (sum < static_cast<int>(size * share));
  while (lengths.size() > 1 && size - sum < kBetweenGaps * static_cast<int>(lengths.size() + 1)) {
    sum -= lengths.back();
    lengths.pop_back();
  }
  if (lengths.size() == 1) lengths.front() = std::clamp(lengths.front(), 1, std::max(1, size - 2 * kBetweenGaps));
  for (std::size_t i = lengths.size(); i > 1; --i)
    std::swap(lengths[i - 1], lengths[static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(i) - 1))]);
  return lengths;
}

// The context before each gap and, but where the last one ends the text, behind it: tokens.
std::vector<int> contextLengths(int free, std::size_t gaps, Random* random) {
  const std::size_t parts = random->uniform() < kEndsText ? gaps : gaps + 1;
  const int room = std::max(0, free - kBetweenGaps * static_cast<int>(parts));
  std::vector<int> cuts(parts - 1);
  for (int& cut : cuts) cut = static_cast<int>(random->between(0, room));
  std::sort(cuts.begin(), cuts.end());
  cuts.push_back(room);
  std::vector<int> lengths;
  int before = 0;
  for (const int cut : cuts) {
    lengths.push_back(cut - before + kBetweenGaps);
    before = cut;
  }
  return lengths;
}

Gaps cutGaps(const std::vector<TokenId>& tokens, const Tokenizer& tokenizer, const GapBatchOptions& options,
             Random* random) {
  const int size = static_cast<int>(tokens.size());
  const double share = options.share * (0.5 + 0.8 * random->uniform());
  const std::vector<int> lengths = gapLengths(size, share, options.longestGap, random);
  const int free = size - std::accumulate(lengths.begin(), lengths.end(), 0);
  const std::vector<int> between = contextLengths(free, lengths.size(), random);
  const bool beginsText = random->uniform() < kBeginsText;
  const auto border = [&](int at) { return beginsWord(tokenizer.bytes(tokens[static_cast<std::size_t>(at)])); };
  Gaps gaps;
  int at = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    int begin = at + (i == 0 && beginsText ? 0 : between[i]);
    int end = std::min(begin + lengths[i], size);
    at = end;
    if (random->uniform() < options.wordBorders) {
      for (int k = 0; k < kBorderReach && begin > 0 && begin < end - 1 && !border(begin); ++k) ++begin;
      for (int k = 0; k < kBorderReach && end < size && end - begin > 1 && !border(end); ++k) --end;
    }
    if (end > begin) gaps.emplace_back(begin, end);
  }
  return gaps;
}

// Behind the words of some gaps comes what stands for nothing, five tokens on the average: a gap whose length is open
// ends before it.
void openEnds(double share, TokenId end, GapText* text, Random* random) {
  constexpr int kLongestOpened = 40;
  constexpr int kMost = 24;
  constexpr double kStops = 0.18;  // after each token
  GapText opened;
  int at = 0;
  const auto copyUntil = [&](int stop) {
    opened.tokens.insert(opened.tokens.end(), text->tokens.begin() + at, text->tokens.begin() + stop);
    at = stop;
  };
  for (const auto& [first, last] : text->gaps) {
    copyUntil(first);
    const auto begin = static_cast<int>(opened.tokens.size());
    copyUntil(last);
    const bool open = random->uniform() < share && last - first <= kLongestOpened;
    for (int i = 0; open && i < kMost; ++i) {
      opened.tokens.push_back(end);
      if (random->uniform() < kStops) break;
    }
    opened.gaps.emplace_back(begin, static_cast<int>(opened.tokens.size()));
    opened.open.push_back(open);
  }
  copyUntil(static_cast<int>(text->tokens.size()));
  *text = std::move(opened);
}

// What two passes hide of a gap of so many tokens: together everything, each something.
std::pair<std::vector<bool>, std::vector<bool>> maskings(int size, Random* random) {
  std::vector<bool> one(static_cast<std::size_t>(size));
  const double kind = random->uniform();
  if (kind < kHalves) {
    const std::int64_t from = random->between(0, size);
    for (int i = 0; i < size; ++i) one[static_cast<std::size_t>(i)] = i >= from;
  } else {
    const double share = kind < 1 - kAll ? random->uniform() : 1.0;
    for (auto token : one) token = random->uniform() < share;
  }
  std::vector<bool> other = one;
  other.flip();
  for (std::vector<bool>* pass : {&one, &other}) {
    if (std::find(pass->begin(), pass->end(), true) != pass->end()) continue;
    const double share = random->uniform();
    for (auto token : *pass) token = random->uniform() < share;
    if (std::find(pass->begin(), pass->end(), true) == pass->end())
      (*pass)[static_cast<std::size_t>(random->between(0, size - 1))] = true;
  }
  return {one, other};
}

int pickLength(const LengthShares& lengths, Random* random) {
  double total = 0;
  for (const auto& [length, share] : lengths) total += share;
  double where = random->uniform() * total;
  for (const auto& [length, share] : lengths) {
    if (where < share) return length;
    where -= share;
  }
  return lengths.back().first;
}

}  // namespace

std::vector<GapText> GapSource::draw(double open, Random* random) const {
  const int length = pickLength(options.lengths, random);
  const int count = std::max(1, static_cast<int>(std::lround(static_cast<double>(options.tokens) / length)));
  std::vector<GapText> texts;
  while (static_cast<int>(texts.size()) < count) {
    Stretch stretch = pickStretch(corpus, length, options.folderWeights, *random);
    // A base knows of no token between documents.
    if (std::binary_search(corpus.starts.begin(), corpus.starts.end(), stretch.begin)) ++stretch.begin;
    GapText text;
    for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
      const TokenId id = corpus.tokens[i];
      text.tokens.push_back(id < tokenizer.vocabulary() ? id : 0);
    }
    if (text.tokens.size() <= 2 * kBetweenGaps) continue;  // checkTrainable() has found a longer one
    text.gaps = cutGaps(text.tokens, tokenizer, options, random);
    if (open > 0 && marks.openMarker != kNoToken) openEnds(open, marks.end, &text, random);
    texts.push_back(std::move(text));
  }
  return texts;
}

GapRows GapSource::make(std::uint64_t seed, std::uint64_t step) const {
  Random random(seed, step, 11);
  std::vector<GapText> texts = draw(options.open, &random);
  const bool inOrder = random.uniform() < options.inOrder;
  for (GapText& text : texts) {
    if (inOrder) break;
    text.hidden.resize(2);
    for (const auto& [begin, end] : text.gaps) {
      const auto [one, other] = maskings(end - begin, &random);
      text.hidden[0].insert(text.hidden[0].end(), one.begin(), one.end());
      text.hidden[1].insert(text.hidden[1].end(), other.begin(), other.end());
    }
  }
  GapRows rows = inOrder ? layGapRowsInOrder(texts, marks) : layGapRows(texts, marks);
  const auto count = static_cast<std::int64_t>(rows.id_R.size());
  auto sigma_R = torch::zeros({count, 1});
  bool noisy = false;
  for (const RowRun& look : rows.looks) {
    const bool drawn = random.uniform() < options.noisy;
    const double sigma = random.uniform();
    if (drawn) sigma_R.narrow(0, look.first, look.count).fill_(sigma);
    noisy = noisy || drawn;
  }
  if (noisy) {
    auto generator = at::make_generator<at::CPUGeneratorImpl>(random.next());
    rows.noise_RW = torch::randn({count, width}, generator).mul_(sigma_R);
  }
  return rows;
}

GapRows GapSource::makeHeldOut(std::uint64_t seed, std::uint64_t step, double share) const {
  Random random(seed, step, 12);
  std::vector<GapText> texts = draw(0.0, &random);
  for (GapText& text : texts) {
    text.hidden.resize(1);
    for (const auto& [begin, end] : text.gaps) {
      for (int i = begin; i < end; ++i) text.hidden[0].push_back(random.uniform() < share);
    }
    if (std::find(text.hidden[0].begin(), text.hidden[0].end(), true) == text.hidden[0].end())
      text.hidden[0].front() = true;
  }
  return layGapRows(texts, marks);
}

GapRows GapSource::makeHeldOutInOrder(std::uint64_t seed, std::uint64_t step) const {
  Random random(seed, step, 12);
  return layGapRowsInOrder(draw(0.0, &random), marks);
}

GapRows GapSource::makeHeldOutTurn(std::uint64_t seed, int batch) const {
  constexpr int kTurn = 4;
  static constexpr double kShares[] = {1.0, 0.5, 0.1};
  const auto step = static_cast<std::uint64_t>(batch);
  return batch % kTurn < std::lround(kTurn * options.inOrder) ? makeHeldOutInOrder(seed, step)
                                                              : makeHeldOut(seed, step, kShares[batch / kTurn % 3]);
}

}  // namespace lacuna::engine

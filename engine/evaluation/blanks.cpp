// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/blanks.h"

#include <algorithm>
#include <numeric>

#include "engine/diffusion/random.h"
#include "engine/evaluation/book_words.h"
#include "engine/session.h"

namespace lacuna::engine {
namespace {

// A blank costs what its length does, several times over: what is longer is no word but a text without spaces.
constexpr std::size_t kLongestWord = 64;  // tokens
constexpr int kTries = 400;               // places looked at for one blank before it is given up

struct BookRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

class BlankCutter {
 public:
  BlankCutter(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const BlankOptions& options)
      : corpus_(corpus), tokenizer_(tokenizer), options_(options) {
    const int longest = *std::max_element(options.lengths.begin(), options.lengths.end());
    const std::int64_t least = std::max(options.longest + longest, 2 * longest + 2);
    for (std::size_t book = 0; book + 1 < corpus.starts.size(); ++book) {
      const BookRange range{static_cast<std::int64_t>(corpus.starts[book]),
                            static_cast<std::int64_t>(corpus.starts[book + 1])};
      if (range.last - range.first >= least) books_.push_back(range);
    }
    if (books_.empty()) {
      throw Error(ErrorCode::kInvalidInput, "No text in the held-out folder is as long as " + std::to_string(least) +
                                                " tokens; name a folder with longer ones, or ask for less context.");
    }
  }

  std::vector<Blank> cut() const {
    std::vector<Blank> blanks;
    for (const int length : options_.lengths) addTokens(length, &blanks);
    addWords(&blanks);
    return blanks;
  }

 private:
  bool isBorder(std::int64_t at) const {
    return beginsAfterWord(tokenizer_.bytes(corpus_.tokens[static_cast<std::size_t>(at)]));
  }

  const BookRange& pickBook(Random* random) const {
    std::int64_t total = 0;
    for (const BookRange& book : books_) total += book.last - book.first;
    std::int64_t where = random->between(0, total - 1);
    for (const BookRange& book : books_) {
      if (where < book.last - book.first) return book;
      where -= book.last - book.first;
    }
    return books_.back();
  }

  void addTokens(int length, std::vector<Blank>* blanks) const {
    for (int i = 0; i < options_.blanks; ++i) {
      Random random(options_.seed, static_cast<std::uint64_t>(i) * 4096 + static_cast<std::uint64_t>(length), 4);
      for (int t = 0; t < kTries; ++t) {
        const BookRange& book = pickBook(&random);
        const std::int64_t begin = random.between(book.first + 1, book.last - length - 1);
        // Given up, the last place is taken as it is: a text without spaces has no better one.
        if (t + 1 < kTries && !(isBorder(begin) && isBorder(begin + length))) continue;
        blanks->push_back({BlankKind::kTokens, begin, length, book.first, book.last, 0});
        break;
      }
    }
  }

  void addWords(std::vector<Blank>* blanks) const {
    std::vector<Blank> plain;
    std::vector<Blank> far;
    for (const BookRange& book : books_) {
      const std::vector<TokenId> tokens(corpus_.tokens.begin() + book.first, corpus_.tokens.begin() + book.last);
      const std::vector<BookWord> words = wordsOf(tokens, tokenizer_);
      const auto blankAt = [&](const BookWord& word, BlankKind kind, std::size_t distance) {
        return Blank{kind,
                     book.first + static_cast<std::int64_t>(word.begin),
                     static_cast<int>(word.end - word.begin),
                     book.first,
                     book.last,
                     static_cast<std::int64_t>(distance)};
      };
      const auto fits = [](const BookWord& word) { return word.end - word.begin <= kLongestWord; };
      for (const BookWord& word : words) {
        if (fits(word)) plain.push_back(blankAt(word, BlankKind::kWord, 0));
      }
      for (const NameMention& name : namesOf(words)) {
        if (name.distance > kFar && fits(words[name.word]))
          far.push_back(blankAt(words[name.word], BlankKind::kFarName, name.distance));
      }
    }
    appendSome(plain, 1, blanks);
    appendSome(far, 2, blanks);
  }

  // As many as are wanted, drawn without repetition, in the order of the books.
  void appendSome(std::vector<Blank> from, std::uint64_t stream, std::vector<Blank>* blanks) const {
    Random random(options_.seed, stream, 6);
    const std::size_t wanted = std::min(from.size(), static_cast<std::size_t>(options_.blanks));
    for (std::size_t i = 0; i < wanted; ++i) {
      const auto last = static_cast<std::int64_t>(from.size()) - 1;
      std::swap(from[i], from[static_cast<std::size_t>(random.between(static_cast<std::int64_t>(i), last))]);
    }
    from.resize(wanted);
    std::sort(from.begin(), from.end(), [](const Blank& a, const Blank& b) { return a.begin < b.begin; });
    blanks->insert(blanks->end(), from.begin(), from.end());
  }

  const TokenizedCorpus& corpus_;
  const Tokenizer& tokenizer_;
  const BlankOptions& options_;
  std::vector<BookRange> books_;
};

}  // namespace

std::vector<Blank> cutBlanks(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const BlankOptions& options) {
  return BlankCutter(corpus, tokenizer, options).cut();
}

int longestHeld(const TokenizedCorpus& corpus, const std::vector<int>& contexts) {
  int longest = 0;
  for (const int context : contexts) {
    std::size_t holds = 0;
    for (std::size_t book = 0; book + 1 < corpus.starts.size(); ++book)
      holds += corpus.starts[book + 1] - corpus.starts[book] >= static_cast<std::size_t>(context) + 64 ? 1 : 0;
    if (2 * holds >= corpus.starts.size() - 1 && holds > 0) longest = std::max(longest, context);
  }
  return longest;
}

BlankView viewAround(const TokenizedCorpus& corpus, const Blank& blank, int context) {
  const std::int64_t size = std::min<std::int64_t>(context + blank.length, blank.last - blank.first);
  const std::int64_t start = std::clamp(blank.begin - context / 2, blank.first, blank.last - size);
  BlankView view;
  view.tokens.assign(corpus.tokens.begin() + start, corpus.tokens.begin() + start + size);
  view.begin = static_cast<int>(blank.begin - start);
  view.length = blank.length;
  return view;
}

std::vector<Masking> drawMaskings(int length, int looks, std::uint64_t seed, std::uint64_t blank) {
  std::vector<Masking> maskings;
  const int count = std::min(length, looks);
  for (int look = 0; look < count; ++look) {
    Random random(seed, blank * 64 + static_cast<std::uint64_t>(look), 7);
    const int low = look * length / count + 1;
    const int high = (look + 1) * length / count;
    const int hidden = static_cast<int>(random.between(low, high));
    std::vector<int> order(static_cast<std::size_t>(length));
    std::iota(order.begin(), order.end(), 0);
    for (int i = 0; i < hidden; ++i)
      std::swap(order[static_cast<std::size_t>(i)], order[static_cast<std::size_t>(random.between(i, length - 1))]);
    Masking masking{std::vector<bool>(static_cast<std::size_t>(length), false), hidden, high - low + 1.0};
    for (int i = 0; i < hidden; ++i)
      masking.hidden[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])] = true;
    maskings.push_back(std::move(masking));
  }
  return maskings;
}

}  // namespace lacuna::engine

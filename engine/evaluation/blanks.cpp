// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/blanks.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "engine/diffusion/random.h"
#include "engine/error.h"
#include "engine/evaluation/book_words.h"
#include "engine/text/characters.h"
#include "engine/text/corpus.h"
#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kLongestWord = 64;  // characters: what is longer is no word but a text without spaces
constexpr int kTries = 400;               // places looked at for one blank before it is given up

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }
bool isWhite(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

// The byte `count` characters further, or the text's end.
std::size_t forward(std::string_view text, std::size_t at, std::size_t count) {
  for (; count > 0 && at < text.size(); --count) {
    ++at;
    while (at < text.size() && continues(text[at])) ++at;
  }
  return at;
}

std::size_t backward(std::string_view text, std::size_t at, std::size_t count) {
  for (; count > 0 && at > 0; --count) {
    --at;
    while (at > 0 && continues(text[at])) --at;
  }
  return at;
}

// A space between two words, their punctuation included: where a blank may begin.
bool isBorder(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && text[at] == ' ' && !isWhite(text[at - 1]) && !isWhite(text[at + 1]);
}

// Where one may end: the same, or a line's end.
bool isEnd(std::string_view text, std::size_t at) {
  return isBorder(text, at) || (at > 0 && at < text.size() && text[at] == '\n' && !isWhite(text[at - 1]));
}

std::size_t wordsIn(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i) words += !isWhite(text[i]) && (i == 0 || isWhite(text[i - 1])) ? 1 : 0;
  return words;
}

class BlankCutter {
 public:
  BlankCutter(const HeldOutBooks& books, const BlankOptions& options) : books_(books), options_(options) {
    const auto longest = static_cast<std::size_t>(*std::max_element(options.lengths.begin(), options.lengths.end()));
    const std::size_t least = std::max(static_cast<std::size_t>(options.longest) + longest, 2 * longest + 2);
    for (std::size_t book = 0; book < books.size(); ++book) {
      if (countCharacters(books[book]) < least * kTokenCharacters) continue;
      long_.push_back(book);
      total_ += books[book].size();
    }
    if (long_.empty()) {
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
  std::size_t pickBook(Random* random) const {
    std::size_t where = static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(total_) - 1));
    for (const std::size_t book : long_) {
      if (where < books_[book].size()) return book;
      where -= books_[book].size();
    }
    return long_.back();
  }

  Blank blankAt(BlankKind kind, std::size_t book, std::size_t begin, std::size_t end) const {
    const std::string_view text = books_[book];
    return {kind, book, begin, end, static_cast<int>(countCharacters(text.substr(begin, end - begin))), 0, 0};
  }

  // From `begin` on, about so many characters, to a border; none where no border is near enough.
  static std::optional<std::size_t> endNear(std::string_view text, std::size_t begin, std::size_t characters) {
    const std::size_t aim = forward(text, begin, characters);
    const std::size_t leeway = std::max<std::size_t>(8, characters / 4);
    for (std::size_t off = 0; off <= leeway; ++off) {
      for (const std::size_t at : {aim + off, aim - std::min(aim, off)}) {
        if (at > begin + 1 && at < text.size() && isEnd(text, at)) return at;
      }
    }
    return std::nullopt;
  }

  void addTokens(int length, std::vector<Blank>* blanks) const {
    const std::size_t characters = static_cast<std::size_t>(length) * kTokenCharacters;
    for (int i = 0; i < options_.blanks; ++i) {
      Random random(options_.seed, static_cast<std::uint64_t>(i) * 4096 + static_cast<std::uint64_t>(length), 4);
      for (int t = 0; t < kTries; ++t) {
        const std::size_t book = pickBook(&random);
        const std::string_view text = books_[book];
        const std::size_t last = backward(text, text.size(), characters + 1);
        std::size_t begin = static_cast<std::size_t>(random.between(1, static_cast<std::int64_t>(last)));
        std::optional<std::size_t> end;
        if (isBorder(text, begin)) end = endNear(text, begin, characters);
        // Given up, the last place is taken as it is: a text without spaces has no better one.
        if (!end && t + 1 < kTries) continue;
        if (!end) {
          while (begin > 0 && continues(text[begin])) --begin;
          end = forward(text, begin, characters);
        }
        blanks->push_back(blankAt(BlankKind::kTokens, book, begin, *end));
        blanks->back().length = length;
        break;
      }
    }
  }

  void addWords(std::vector<Blank>* blanks) const {
    std::vector<Blank> plain;
    std::vector<Blank> far;
    for (const std::size_t book : long_) {
      const std::vector<BookWord> words = wordsOf(books_[book]);
      const auto fits = [&](const BookWord& word) {
        return isBorder(books_[book], word.begin) && countCharacters(word.text) <= kLongestWord;
      };
      for (const BookWord& word : words) {
        if (fits(word)) plain.push_back(blankAt(BlankKind::kWord, book, word.begin, word.end));
      }
      for (const NameMention& name : namesOf(words)) {
        const BookWord& word = words[name.word];
        const std::size_t distance = name.distance / kTokenCharacters;
        if (distance <= kFar || !fits(word)) continue;
        far.push_back(blankAt(BlankKind::kFarName, book, word.begin, word.end));
        far.back().distance = static_cast<int>(distance);
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
    std::sort(from.begin(), from.end(),
              [](const Blank& a, const Blank& b) { return a.book != b.book ? a.book < b.book : a.begin < b.begin; });
    blanks->insert(blanks->end(), from.begin(), from.end());
  }

  const HeldOutBooks& books_;
  const BlankOptions& options_;
  std::vector<std::size_t> long_;  // books that are long enough
  std::size_t total_ = 0;          // their bytes
};

}  // namespace

HeldOutBooks readHeldOut(const std::string& folder, const std::function<void()>& between) {
  HeldOutBooks books;
  for (const Book& book : findBooks(folder)) {
    if (between) between();
    books.push_back(readText(book.path));
  }
  return books;
}

std::vector<Blank> cutBlanks(const HeldOutBooks& books, const BlankOptions& options) {
  return BlankCutter(books, options).cut();
}

int longestHeld(const HeldOutBooks& books, const std::vector<int>& contexts) {
  int longest = 0;
  for (const int context : contexts) {
    const std::size_t least = (static_cast<std::size_t>(context) + 64) * kTokenCharacters;
    const auto holds = static_cast<std::size_t>(std::count_if(
        books.begin(), books.end(), [&](const std::string& book) { return countCharacters(book) >= least; }));
    if (2 * holds >= books.size() && holds > 0) longest = std::max(longest, context);
  }
  return longest;
}

BlankText textAround(const HeldOutBooks& books, const Blank& blank, int context) {
  const std::string_view text = books[blank.book];
  const std::size_t wanted = static_cast<std::size_t>(context) * kTokenCharacters;
  std::size_t first = backward(text, blank.begin, wanted / 2);
  const std::size_t before = countCharacters(text.substr(first, blank.begin - first));
  const std::size_t last = forward(text, blank.end, wanted - before);
  // What the book's end leaves over is given to the other side.
  const std::size_t after = countCharacters(text.substr(blank.end, last - blank.end));
  first = backward(text, first, wanted - before - after);
  BlankText shown;
  shown.beginsBook = first == 0;
  // A word that is cut is left out.
  std::size_t begin = first;
  while (begin > 0 && begin < blank.begin && !isWhite(text[begin - 1])) ++begin;
  std::size_t end = last;
  while (end < text.size() && end > blank.end && !isWhite(text[end])) --end;
  shown.left = text.substr(begin, blank.begin - begin);
  shown.blank = text.substr(blank.begin, blank.end - blank.begin);
  shown.right = text.substr(blank.end, end - blank.end);
  return shown;
}

BlankView viewOf(const BlankText& text, const Tokenizer& tokenizer) {
  BlankView view;
  if (text.beginsBook && tokenizer.special().document != kNoToken) view.tokens.push_back(tokenizer.special().document);
  const auto append = [&](std::string_view part) {
    const std::vector<TokenId> ids = tokenizer.encode(part);
    view.tokens.insert(view.tokens.end(), ids.begin(), ids.end());
    return static_cast<int>(ids.size());
  };
  append(text.left);
  view.begin = static_cast<int>(view.tokens.size());
  view.length = append(text.blank);
  append(text.right);
  return view;
}

std::vector<std::string> likePassages(const HeldOutBooks& books, const Blank& blank, int context, int count,
                                      std::uint64_t seed) {
  constexpr int kPlaces = 20000;  // looked at
  const std::string_view text = books[blank.book];
  const std::string_view own = text.substr(blank.begin, blank.end - blank.begin);
  const std::size_t words = wordsIn(own);
  const auto lines = std::count(own.begin(), own.end(), '\n');
  const std::size_t apart = static_cast<std::size_t>(context) * kTokenCharacters;
  Random random(seed, blank.book * (std::uint64_t{1} << 32U) + blank.begin, 9);
  std::vector<std::string> found;
  for (int t = 0; t < kPlaces && static_cast<int>(found.size()) < count; ++t) {
    const auto begin = static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(text.size()) - 1));
    if (!isBorder(text, begin)) continue;
    std::size_t end = begin + 1;
    for (std::size_t word = 0; end < text.size(); ++end) {
      if (isWhite(text[end]) && !isWhite(text[end - 1]) && ++word == words) break;
    }
    if (!isEnd(text, end) || (begin < blank.end + apart && blank.begin < end + apart)) continue;
    const std::string_view passage = text.substr(begin, end - begin);
    const double size = static_cast<double>(countCharacters(passage)) / std::max(1, blank.characters);
    if (size < 2.0 / 3 || size > 4.0 / 3 || std::count(passage.begin(), passage.end(), '\n') != lines) continue;
    if (passage != own && std::find(found.begin(), found.end(), passage) == found.end()) found.emplace_back(passage);
  }
  return found;
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

Masking allHidden(int length) {
  return {std::vector<bool>(static_cast<std::size_t>(length), true), length, static_cast<double>(length)};
}

}  // namespace lacuna::engine

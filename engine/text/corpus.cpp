// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/corpus.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "engine/error.h"
#include "engine/file_access.h"
#include "engine/text/utf8.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr std::size_t kLargestBook = std::size_t{1} << 32U;  // bytes

// The cache: key, number of tokens, number of starts (u64 each), the starts (u64), the tokens (u16).
constexpr std::size_t kHead = 3 * sizeof(std::uint64_t);

// False: none, of other books, or damaged; then it is made anew. Every token is looked at: one beyond the vocabulary
// would be read as an index.
bool loadCache(const std::string& path, std::uint64_t key, int vocabulary, TokenizedCorpus* corpus) {
  std::ifstream file(path, std::ios::binary);
  std::uint64_t head[3] = {};
  if (!file.read(reinterpret_cast<char*>(head), sizeof head) || head[0] != key) return false;
  std::error_code failed;
  const std::uint64_t bytes = fs::file_size(path, failed);
  const std::uint64_t most = failed ? 0 : bytes;  // so that no sum below wraps
  if (head[1] > most || head[2] > most / sizeof(std::uint64_t)) return false;
  const std::size_t tokens = kHead + head[2] * sizeof(std::uint64_t);
  if (bytes != tokens + head[1] * sizeof(std::uint16_t)) return false;
  corpus->starts.resize(head[2]);
  if (!file.read(reinterpret_cast<char*>(corpus->starts.data()),
                 static_cast<std::streamsize>(head[2] * sizeof(std::uint64_t))))
    return false;
  // Of the right size and yet not ours: damaged, or laid out by another version.
  const std::vector<std::size_t>& starts = corpus->starts;
  if (starts.empty() || starts.front() != 0 || starts.back() != head[1] ||
      !std::is_sorted(starts.begin(), starts.end()))
    return false;
  corpus->tokens = TokenStore::map(path, tokens, head[1]);
  const auto known = [vocabulary](std::uint16_t id) { return id < vocabulary; };
  return std::all_of(corpus->tokens.begin(), corpus->tokens.end(), known);
}

// Replaced in one step: what a running program has mapped keeps its bytes.
void saveCache(const std::string& path, std::uint64_t key, const std::vector<std::uint16_t>& tokens,
               const std::vector<std::size_t>& starts) {
  static_assert(sizeof(std::size_t) == sizeof(std::uint64_t));
  const std::uint64_t head[3] = {key, tokens.size(), starts.size()};
  const auto bytesOf = [](const auto* first, std::size_t count) {
    return std::string_view(reinterpret_cast<const char*>(first), count * sizeof(*first));
  };
  withFiles(ErrorCode::kIo, [&] {
    files::OutputFile file(path);
    file.write(bytesOf(head, 3));
    file.write(bytesOf(starts.data(), starts.size()));
    file.write(bytesOf(tokens.data(), tokens.size()));
    file.commit();
  });
}

// Each book's tokens, in the books' order.
std::vector<std::vector<TokenId>> encodeBooks(const std::vector<Book>& books, const Tokenizer& tokenizer,
                                              const BookCallback& onBook) {
  std::vector<std::vector<TokenId>> encoded(books.size());
  const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> failures(workers);
  std::atomic<bool> failed{false};
  std::mutex telling;
  std::size_t done = 0;
  const auto encode = [&](std::size_t book) {
    encoded[book] = tokenizer.encode(readText(books[book].path));
    const std::scoped_lock lock(telling);
    ++done;
    if (onBook) onBook(done, books.size());
  };
  for (std::size_t worker = 0; worker < workers; ++worker) {
    threads.emplace_back([&, worker] {
      try {
        for (std::size_t i = worker; i < books.size() && !failed; i += workers) encode(i);
      } catch (...) {
        failures[worker] = std::current_exception();
        failed = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return encoded;
}

}  // namespace

// FNV-1a over names, sizes, times and pieces.
std::uint64_t corpusKey(const std::vector<Book>& books, const Tokenizer& tokenizer) {
  std::uint64_t key = 14695981039346656037ULL;
  const auto mix = [&](const std::string& bytes) {
    for (const char byte : bytes) key = (key ^ static_cast<unsigned char>(byte)) * 1099511628211ULL;
  };
  for (const Book& book : books) {
    std::error_code failed;  // a book that has gone meanwhile is told by who reads it
    const auto size = fs::file_size(book.path, failed);
    const auto time = fs::last_write_time(book.path, failed);
    mix(book.name + std::to_string(size) + std::to_string(time.time_since_epoch().count()));
  }
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) mix(tokenizer.bytes(id) + '\n');
  return key;
}

bool hasExtension(const fs::path& path, const std::string& extension) {
  const std::string own = path.extension().string();
  return std::equal(own.begin(), own.end(), extension.begin(), extension.end(),
                    [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::vector<Book> findBooks(const std::string& folder) {
  std::error_code failed;
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kInvalidInput, "The folder " + folder + " " + why);
  };
  if (!fs::is_directory(folder, failed)) refuse("does not exist or cannot be read.");
  std::vector<Book> books;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, failed);
  for (; !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    std::error_code unknown;
    if (entry->is_regular_file(unknown) && hasExtension(entry->path(), ".txt"))
      books.push_back({entry->path().string(), entry->path().stem().string()});
  }
  if (failed) refuse("cannot be read to its end: " + failed.message() + ".");
  if (books.empty()) refuse("holds no .txt file.");
  std::sort(books.begin(), books.end(), [](const Book& a, const Book& b) { return a.path < b.path; });
  return books;
}

std::string readText(const std::string& path) {
  std::string text = readInput(path, kLargestBook);
  const std::size_t bad = utf8Invalid(text);
  if (bad != text.size()) {
    throw Error(ErrorCode::kInvalidInput, "The file " + path + " is not UTF-8: byte " + std::to_string(bad) +
                                              " begins no character; convert the file to UTF-8.");
  }
  return text;
}

TokenizedCorpus tokenizeCorpus(const std::string& folder, const Tokenizer& tokenizer, const std::string& cache,
                               const BookCallback& onBook) {
  if (tokenizer.vocabulary() > 65535) {
    throw Error(ErrorCode::kInvalidConfig, "A vocabulary above 65535 does not fit the token store.");
  }
  if (holdsPairFiles(folder)) return tokenizePairs(readPairs(folder), tokenizer);
  const std::vector<Book> books = findBooks(folder);
  const std::uint64_t key = corpusKey(books, tokenizer);
  TokenizedCorpus corpus;
  const auto withFolders = [&] {
    for (const Book& book : books) {
      const fs::path below = fs::path(book.path).lexically_relative(folder);
      corpus.folders.push_back(below.has_parent_path() ? below.begin()->string() : "");
    }
    return corpus;
  };
  if (!cache.empty() && loadCache(cache, key, tokenizer.vocabulary(), &corpus)) return withFolders();
  std::vector<std::vector<TokenId>> encoded = encodeBooks(books, tokenizer, onBook);
  corpus = TokenizedCorpus();
  std::vector<std::uint16_t> tokens;
  for (std::vector<TokenId>& ids : encoded) {
    corpus.starts.push_back(tokens.size());
    if (tokenizer.special().document != kNoToken)
      tokens.push_back(static_cast<std::uint16_t>(tokenizer.special().document));
    for (const TokenId id : ids) tokens.push_back(static_cast<std::uint16_t>(std::max(0, tokenizer.modelId(id))));
    ids = {};
  }
  corpus.starts.push_back(tokens.size());
  if (!cache.empty()) {
    saveCache(cache, key, tokens, corpus.starts);
    if (loadCache(cache, key, tokenizer.vocabulary(), &corpus)) return withFolders();
  }
  corpus.tokens = std::move(tokens);
  return withFolders();
}

std::vector<double> unigram(const TokenizedCorpus& corpus, int vocabulary) {
  std::vector<double> share(static_cast<std::size_t>(vocabulary), 1.0);
  for (const std::uint16_t word : corpus.tokens) share[word] += 1.0;
  double total = 0;
  for (const double n : share) total += n;
  for (double& n : share) n /= total;
  return share;
}

}  // namespace lacuna::engine

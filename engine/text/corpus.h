// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus is a folder of UTF-8 .txt files, one a book, searched in subfolders.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "engine/text/token_store.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

struct Book {
  std::string path;
  std::string name;  // file name without extension
};

// Whether a file's name ends so, in whatever case: ".txt" for NOTES.TXT.
bool hasExtension(const std::filesystem::path& path, const std::string& extension);

// Sorted by path. Throws Error(kInvalidInput) when the folder is missing or holds no .txt file.
std::vector<Book> findBooks(const std::string& folder);

// The whole file. Throws Error(kInvalidInput) naming the file when it cannot be read, and the byte when it is not
// UTF-8.
std::string readText(const std::string& path);

// Token ids of all books, one after the other, with a <doc> token before each where the vocabulary has one.
struct TokenizedCorpus {
  TokenStore tokens;
  std::vector<std::size_t> starts;   // first token of each book (its <doc>), and at the end tokens.size()
  std::vector<std::string> folders;  // per book: the first subfolder on the way to it; empty: none
  std::vector<std::size_t> targets;  // pairs only: per pair the first token of its target

  bool holdsPairs() const { return !targets.empty(); }
};

// How often each token stands, and one time more. [vocabulary], sums to 1.
std::vector<double> unigram(const TokenizedCorpus& corpus, int vocabulary);

// One line of a file of pairs: {"src": "...", "trg": "..."}, as DiffuSeq's data sets have it.
struct TextPair {
  std::string source;
  std::string target;
};

// Of one .jsonl file, or of all in a folder and its subfolders. Other fields are ignored. Throws
// Error(kInvalidInput): none, or naming file and line where one is no such object or a side of it is empty.
std::vector<TextPair> readPairs(const std::string& path);

// Whether path is a .jsonl file, or a folder that holds .jsonl files and no .txt file.
bool holdsPairFiles(const std::string& path);

// <doc>, the source, a line break: what stands before a target.
std::vector<TokenId> encodeSource(const TextPair& pair, const Tokenizer& tokenizer);

// Encodes every pair: encodeSource(), then the target.
TokenizedCorpus tokenizePairs(const std::vector<TextPair>& pairs, const Tokenizer& tokenizer);

// Told after each book that was encoded, from any thread but from one at a time. What it throws ends the work and
// passes through.
using BookCallback = std::function<void(std::size_t done, std::size_t books)>;

// Where holdsPairFiles(): tokenizePairs(), nothing cached. Else encodes every book. With a cache (a path) the tokens
// are written there, atomically, and stay there: the corpus maps them, and so does the next call while neither the
// books (name, size, time) nor the tokenizer have changed. A cache that holds a token beyond the vocabulary, or is
// damaged otherwise, is made again. Throws Error(kIo) where the cache cannot be written.
TokenizedCorpus tokenizeCorpus(const std::string& folder, const Tokenizer& tokenizer, const std::string& cache,
                               const BookCallback& onBook = {});

// The same with a cache in a folder that corpora share, a file each, of which the eight last used stay. No cache where
// the folder's name is empty, or where it cannot be made.
TokenizedCorpus tokenizeShared(const std::string& folder, const Tokenizer& tokenizer, const std::string& cacheFolder,
                               const BookCallback& onBook = {});

// What a cache is good for: changes when a book (name, size, time) or the tokenizer does.
std::uint64_t corpusKey(const std::vector<Book>& books, const Tokenizer& tokenizer);

}  // namespace lacuna::engine

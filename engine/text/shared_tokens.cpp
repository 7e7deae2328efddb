// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "engine/text/corpus.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr std::size_t kSharedFiles = 8;

// All but the last used. Who has mapped a file keeps its bytes.
void removeOldFiles(const fs::path& folder) {
  std::error_code ignored;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    files.emplace_back(entry.last_write_time(ignored), entry.path());
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kSharedFiles; i < files.size(); ++i) fs::remove(files[i].second, ignored);
}

}  // namespace

TokenizedCorpus tokenizeShared(const std::string& folder, const Tokenizer& tokenizer, const std::string& cacheFolder,
                               const BookCallback& onBook) {
  std::error_code failed;
  if (!cacheFolder.empty()) fs::create_directories(cacheFolder, failed);
  if (cacheFolder.empty() || failed || holdsPairFiles(folder)) return tokenizeCorpus(folder, tokenizer, "", onBook);
  char name[32];
  std::snprintf(name, sizeof name, "%016llx.bin",
                static_cast<unsigned long long>(corpusKey(findBooks(folder), tokenizer)));
  const fs::path file = fs::path(cacheFolder) / name;
  TokenizedCorpus corpus = tokenizeCorpus(folder, tokenizer, file.string(), onBook);
  fs::last_write_time(file, fs::file_time_type::clock::now(), failed);
  removeOldFiles(cacheFolder);
  return corpus;
}

}  // namespace lacuna::engine

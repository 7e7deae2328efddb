// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/error.h"
#include "engine/text/corpus.h"
#include "engine/text/json.h"

namespace fs = std::filesystem;

namespace lacuna::engine {
namespace {

constexpr const char* kExtension = ".jsonl";

std::vector<std::string> pairFiles(const std::string& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return {path};
  std::vector<std::string> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed)) {
    if (entry.is_regular_file() && hasExtension(entry.path(), kExtension)) files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void appendPairs(const std::string& file, std::vector<TextPair>* pairs) {
  std::istringstream lines(readText(file));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto json = parseJson(line, "Line " + std::to_string(number) + " of " + file);
    const auto side = [&](const char* name) -> std::string {
      if (!json.is_object() || !json.contains(name) || !json[name].is_string()) return {};
      return json[name].get<std::string>();
    };
    pairs->push_back({side("src"), side("trg")});
    if (pairs->back().source.empty() || pairs->back().target.empty()) {
      throw Error(ErrorCode::kInvalidInput, "Line " + std::to_string(number) + " of " + file +
                                                " is not of the form {\"src\": \"...\", \"trg\": \"...\"} with text in "
                                                "both.");
    }
  }
}

}  // namespace

bool holdsPairFiles(const std::string& path) {
  std::error_code failed;
  if (fs::is_regular_file(path, failed)) return hasExtension(path, kExtension);
  bool pairs = false;
  for (const auto& entry :
       fs::recursive_directory_iterator(path, fs::directory_options::skip_permission_denied, failed)) {
    if (hasExtension(entry.path(), ".txt")) return false;
    pairs = pairs || hasExtension(entry.path(), kExtension);
  }
  return pairs;
}

std::vector<TextPair> readPairs(const std::string& path) {
  std::vector<TextPair> pairs;
  for (const std::string& file : pairFiles(path)) appendPairs(file, &pairs);
  if (pairs.empty()) throw Error(ErrorCode::kInvalidInput, path + " holds no line with a pair.");
  return pairs;
}

std::vector<TokenId> encodeSource(const TextPair& pair, const Tokenizer& tokenizer) {
  std::vector<TokenId> ids = {tokenizer.special().document};
  for (const TokenId id : tokenizer.encode(pair.source + "\n")) ids.push_back(id);
  return ids;
}

TokenizedCorpus tokenizePairs(const std::vector<TextPair>& pairs, const Tokenizer& tokenizer) {
  TokenizedCorpus corpus;
  std::vector<std::uint16_t> tokens;
  for (const TextPair& pair : pairs) {
    corpus.starts.push_back(tokens.size());
    for (const TokenId id : encodeSource(pair, tokenizer)) tokens.push_back(static_cast<std::uint16_t>(id));
    corpus.targets.push_back(tokens.size());
    for (const TokenId id : tokenizer.encode(pair.target)) tokens.push_back(static_cast<std::uint16_t>(id));
    corpus.folders.emplace_back();
  }
  corpus.starts.push_back(tokens.size());
  corpus.tokens = std::move(tokens);
  return corpus;
}

}  // namespace lacuna::engine

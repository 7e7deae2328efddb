// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/book_words.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace lacuna::engine {
namespace {

bool isLetter(unsigned char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80; }

// Typographic marks (U+2000 .. U+206F) are three bytes that begin with E2 80 or E2 81; no letters of ours do.
bool holdsMark(std::string_view text) {
  return text.find("\xE2\x80") != std::string_view::npos || text.find("\xE2\x81") != std::string_view::npos;
}

bool isLetters(std::string_view text) {
  return !text.empty() && !holdsMark(text) &&
         std::all_of(text.begin(), text.end(), [](char c) { return isLetter(static_cast<unsigned char>(c)); });
}

std::string smallForm(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

bool isCapitalised(const std::string& text) {
  return text.size() >= 3 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

bool beginsAfterWord(const std::string& bytes) {
  return bytes.empty() || !isLetter(static_cast<unsigned char>(bytes.front())) || holdsMark(bytes.substr(0, 3));
}

std::vector<BookWord> wordsOf(std::span<const TokenId> tokens, const Tokenizer& tokenizer) {
  std::vector<BookWord> words;
  bool quiet = false;  // a word, or a comma, came last
  for (std::size_t i = 0; i < tokens.size();) {
    std::string_view first = tokenizer.bytes(tokens[i]);
    if (!first.empty() && first.front() == ' ') first.remove_prefix(1);
    if (!isLetters(first)) {
      quiet = !first.empty() && first.back() == ',';
      ++i;
      continue;
    }
    BookWord word{i, i + 1, std::string(first), !quiet};
    while (word.end < tokens.size() && isLetters(tokenizer.bytes(tokens[word.end])))
      word.text += tokenizer.bytes(tokens[word.end++]);
    i = word.end;
    const bool whole = i == tokens.size() || beginsAfterWord(tokenizer.bytes(tokens[i]));
    quiet = true;
    if (whole) words.push_back(std::move(word));
  }
  return words;
}

std::vector<NameMention> namesOf(const std::vector<BookWord>& words) {
  std::unordered_set<std::string> small;
  std::unordered_map<std::string, std::vector<std::size_t>> places;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (isCapitalised(words[i].text))
      places[words[i].text].push_back(i);
    else
      small.insert(words[i].text);
  }
  std::vector<NameMention> names;
  for (const auto& [text, mentions] : places) {
    if (mentions.size() < 2 || small.contains(smallForm(text))) continue;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (words[mentions[i]].startsSentence) continue;
      const std::size_t here = words[mentions[i]].begin;
      std::size_t distance = static_cast<std::size_t>(-1);
      if (i > 0) distance = here - words[mentions[i - 1]].begin;
      if (i + 1 < mentions.size()) distance = std::min(distance, words[mentions[i + 1]].begin - here);
      names.push_back({mentions[i], distance});
    }
  }
  std::sort(names.begin(), names.end(), [](const NameMention& a, const NameMention& b) { return a.word < b.word; });
  return names;
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/book_words.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "engine/text/characters.h"

namespace lacuna::engine {
namespace {

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

std::vector<BookWord> wordsOf(std::string_view book) {
  std::vector<BookWord> words;
  bool quiet = false;  // a word, or a comma, came last
  bool space = false;  // and then a space
  std::size_t character = 0;
  for (std::size_t at = 0; at < book.size();) {
    const Character here = firstCharacter(book.substr(at));
    if (!isLetter(here.kind)) {
      space = here.code == U' ';
      if (!space) quiet = here.code == U',';
      at += here.length;
      ++character;
      continue;
    }
    BookWord word{at, at, character, {}, !quiet};
    Character next = here;
    for (; isLetter(next.kind); next = firstCharacter(book.substr(word.end))) {
      word.end += next.length;
      ++character;
    }
    at = word.end;
    word.text = book.substr(word.begin, word.end - word.begin);
    const bool goesOn = isOfWord(next.kind) || next.kind == CharacterKind::kApostrophe ||
                        next.kind == CharacterKind::kHyphen || next.kind == CharacterKind::kPart;
    quiet = true;
    if (space) {
      --word.begin;
      --word.character;
    }
    if (!goesOn) words.push_back(std::move(word));
    space = false;
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
      const std::size_t here = words[mentions[i]].character;
      std::size_t distance = static_cast<std::size_t>(-1);
      if (i > 0) distance = here - words[mentions[i - 1]].character;
      if (i + 1 < mentions.size()) distance = std::min(distance, words[mentions[i + 1]].character - here);
      names.push_back({mentions[i], distance});
    }
  }
  std::sort(names.begin(), names.end(), [](const NameMention& a, const NameMention& b) { return a.word < b.word; });
  return names;
}

}  // namespace lacuna::engine

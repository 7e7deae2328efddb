// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/verbatim.h"

#include <algorithm>

namespace lacuna::app {
namespace {

struct Said {
  QString word;  // as it is compared
  qsizetype begin = 0;
  qsizetype end = 0;
};

std::vector<Said> wordsOf(const QString& text) {
  std::vector<Said> words;
  for (qsizetype at = 0; at < text.size();) {
    if (text[at].isSpace()) {
      ++at;
      continue;
    }
    const qsizetype begin = at;
    while (at < text.size() && !text[at].isSpace()) ++at;
    qsizetype first = begin;
    qsizetype last = at;
    while (first < last && !text[first].isLetterOrNumber()) ++first;
    while (last > first && !text[last - 1].isLetterOrNumber()) --last;
    if (first < last) words.push_back({text.mid(first, last - first).toCaseFolded(), begin, at});
  }
  return words;
}

}  // namespace

void Verbatim::add(const QString& chapter, const QString& text) {
  for (const Said& said : wordsOf(text)) {
    int& number = numbers_[said.word];
    if (number == 0) number = static_cast<int>(numbers_.size());
    words_.push_back(number);
  }
  words_.push_back(0);
  ends_.push_back(words_.size());
  chapters_ << chapter;
}

Verbatim::Found Verbatim::find(const QString& said) const {
  const std::vector<Said> fill = wordsOf(said);
  // Where each word stands in the fill, so that a word of the corpus finds its places at once.
  QHash<int, std::vector<std::size_t>> places;
  for (std::size_t i = fill.size(); i > 0; --i) {
    const int number = numbers_.value(fill[i - 1].word);
    if (number > 0) places[number].push_back(i);  // from 1, the last one first
  }
  std::vector<int> runs(fill.size() + 1, 0);  // [i] words that end at the fill's i-th and at the corpus's present one
  std::vector<std::size_t> touched;
  int longest = 0;
  std::size_t last = 0;  // word of the fill, from 1
  std::size_t where = 0;
  for (std::size_t at = 0; at < words_.size(); ++at) {
    const auto found = words_[at] == 0 ? places.cend() : places.constFind(words_[at]);
    std::vector<std::size_t> now;
    if (found != places.cend()) {
      now = *found;
      for (const std::size_t i : now) runs[i] = -runs[i - 1] - 1;
    }
    // What did not go on has ended; what was reached just now stands negated until here.
    for (const std::size_t i : touched) {
      if (runs[i] > 0) runs[i] = 0;
    }
    for (const std::size_t i : now) {
      runs[i] = -runs[i];
      if (runs[i] <= longest) continue;
      longest = runs[i];
      last = i;
      where = at;
    }
    touched = std::move(now);
  }
  if (longest == 0) return {};
  const qsizetype begin = fill[last - static_cast<std::size_t>(longest)].begin;
  const auto chapter = std::upper_bound(ends_.begin(), ends_.end(), where) - ends_.begin();
  return {longest, said.mid(begin, fill[last - 1].end - begin), chapters_.value(chapter)};
}

}  // namespace lacuna::app

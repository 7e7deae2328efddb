// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/help/manual_search.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kInTitle = 100;
constexpr int kOnce = 1;
constexpr int kMostOnce = 20;  // of one word: a long page is not a better one
constexpr int kTogether = 30;  // all words in one paragraph
constexpr int kBefore = 40;    // letters of the passage before its first word
constexpr int kShort = 40;  // letters of a passage that says little
constexpr int kPassage = 150;  // letters

// One letter for each letter, so that places stay what they are.
QString bare(const QString& text) {
  QString out;
  out.reserve(text.size());
  for (const QChar letter : text) {
    const QString parts = letter.decomposition();
    out += (parts.isEmpty() ? letter : parts.at(0)).toCaseFolded();
  }
  return out;
}

bool isWord(QChar letter) { return letter.isLetterOrNumber(); }

QVector<int> beginnings(const QString& bareText, const QString& word) {
  QVector<int> found;
  for (qsizetype at = bareText.indexOf(word); at >= 0; at = bareText.indexOf(word, at + 1))
    if (at == 0 || !isWord(bareText.at(at - 1))) found.push_back(static_cast<int>(at));
  return found;
}

QString passageOf(const QString& paragraph, const QStringList& words) {
  const auto places = placesOf(paragraph, words);
  const int first = places.isEmpty() ? 0 : places.first().first;
  qsizetype begin = std::max(0, first - kBefore);
  while (begin > 0 && isWord(paragraph.at(begin - 1))) --begin;
  const QString cut = paragraph.mid(begin, kPassage).simplified();
  return (begin > 0 ? QStringLiteral("\u2026") : QString()) + cut +
         (begin + kPassage < paragraph.size() ? QStringLiteral("\u2026") : QString());
}

}  // namespace

QStringList wordsOfQuestion(const QString& question) {
  QStringList words;
  QString word;
  for (const QChar letter : bare(question) + u' ') {
    if (isWord(letter) || letter == u'+') {
      word += letter;
    } else if (!word.isEmpty()) {
      words << word;
      word.clear();
    }
  }
  words.removeDuplicates();
  return words;
}

QVector<QPair<int, int>> placesOf(const QString& text, const QStringList& words) {
  const QString plain = bare(text);
  QVector<QPair<int, int>> places;
  for (const QString& word : words)
    for (const int at : beginnings(plain, word)) places.push_back({at, static_cast<int>(word.size())});
  std::sort(places.begin(), places.end());
  return places;
}

QVector<ManualHit> searchManual(const QStringList& texts, const QString& question) {
  const QStringList words = wordsOfQuestion(question);
  QVector<ManualHit> hits;
  if (words.isEmpty()) return hits;
  for (int page = 0; page < texts.size(); ++page) {
    const QString plain = bare(texts.at(page));
    const QString title = plain.section(u'\n', 0, 0);
    ManualHit hit{page, {}, 0};
    bool all = true;
    for (const QString& word : words) {
      const auto times = static_cast<int>(beginnings(plain, word).size());
      all = all && times > 0;
      hit.score += std::min(times, kMostOnce) * kOnce;
      if (!beginnings(title, word).isEmpty()) hit.score += kInTitle;
    }
    if (!all) continue;
    // The paragraph with most of the words says why the page was found; the title says it by itself.
    qsizetype most = 0;
    const QStringList paragraphs = texts.at(page).split(u'\n').mid(1);
    for (const QString& paragraph : paragraphs) {
      const QString bareParagraph = bare(paragraph);
      const auto has = std::count_if(words.begin(), words.end(), [&bareParagraph](const QString& word) {
        return !beginnings(bareParagraph, word).isEmpty();
      });
      // A heading that has the words says no more than that.
      if (has < most || (has == most && (most == 0 || hit.passage.size() >= kShort))) continue;
      most = has;
      hit.passage = passageOf(paragraph, words);
    }
    if (most == words.size()) hit.score += kTogether;
    hits.push_back(hit);
  }
  std::stable_sort(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  return hits;
}

}  // namespace lacuna::ui

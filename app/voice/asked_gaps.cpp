// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/asked_gaps.h"

#include <algorithm>
#include <random>

#include "storage/words.h"

namespace lacuna::app {
namespace {

constexpr qsizetype kBefore = 1600;  // units of an excerpt
constexpr qsizetype kAfter = 500;
constexpr int kWordsShown = 12;    // before and after a gap
constexpr int kWordsToBegin = 12;  // of a text, that stand before its first gap
constexpr int kSearched = 400;     // words around the place where a gap is wanted

struct Word {
  qsizetype begin = 0;
  qsizetype end = 0;
  bool endsSentence = false;
  bool endsParagraph = false;
};

bool endsSentence(QStringView word) {
  for (qsizetype i = word.size(); i > 0; --i) {
    const QChar letter = word[i - 1];
    if (letter == u'.' || letter == u'!' || letter == u'?' || letter == u'…') return true;
    if (letter.isLetterOrNumber()) return false;
  }
  return false;
}

QVector<Word> wordsOf(const QString& text) {
  QVector<Word> words;
  for (qsizetype at = 0; at < text.size();) {
    if (text[at].isSpace()) {
      if (text[at] == u'\n' && !words.isEmpty()) words.last().endsParagraph = true;
      ++at;
      continue;
    }
    const qsizetype begin = at;
    while (at < text.size() && !text[at].isSpace()) ++at;
    const QStringView word = QStringView(text).mid(begin, at - begin);
    if (storage::countWords(word) > 0) words.push_back({begin, at, endsSentence(word), false});
  }
  if (!words.isEmpty()) words.last().endsParagraph = true;
  return words;
}

// Whether the words [first, first + count) of a text can be a gap.
bool canBeGap(const QVector<Word>& words, qsizetype first, int count, bool oneSentence) {
  if (first < kWordsToBegin || first + count > words.size()) return false;
  // The word before stands in the same paragraph: else the gap would begin one, which is another question.
  if (words[first - 1].endsParagraph) return false;
  for (qsizetype i = first; i + 1 < first + count; ++i) {
    if (words[i].endsParagraph || (oneSentence && words[i].endsSentence)) return false;
  }
  return true;
}

AskedGap cut(const QString& text, const QVector<Word>& words, qsizetype first, int count) {
  const qsizetype begin = words[first].begin;
  const qsizetype end = words[first + count - 1].end;
  qsizetype from = std::max<qsizetype>(0, begin - kBefore);
  if (from > 0) {  // at a word's beginning
    const auto word = std::lower_bound(words.begin(), words.end(), from,
                                       [](const Word& each, qsizetype place) { return each.begin < place; });
    from = std::min(word->begin, begin);
  }
  qsizetype to = std::min<qsizetype>(text.size(), end + kAfter);
  while (to > end && to < text.size() && !text[to].isSpace()) --to;
  return {text.mid(from, to - from), begin - from, end - from, count};
}

}  // namespace

QString AskedGap::before() const {
  const qsizetype line = excerpt.lastIndexOf(u'\n', begin > 0 ? begin - 1 : 0) + 1;
  const QString said = excerpt.mid(line, begin - line).trimmed();
  const QStringList shown = said.split(u' ', Qt::SkipEmptyParts);
  return shown.mid(std::max<qsizetype>(0, shown.size() - kWordsShown)).join(u' ');
}

QString AskedGap::after() const {
  const qsizetype found = excerpt.indexOf(u'\n', end);
  const qsizetype line = found < 0 ? excerpt.size() : found;
  const QStringList shown = excerpt.mid(end, line - end).split(u' ', Qt::SkipEmptyParts);
  return shown.mid(0, kWordsShown).join(u' ');
}

QVector<AskedGap> chooseGaps(const QStringList& texts, const GapWish& wish) {
  QVector<QVector<Word>> words;
  qsizetype all = 0;
  for (const QString& text : texts) {
    words.push_back(wordsOf(text));
    all += words.last().size();
  }
  std::mt19937_64 random(wish.seed);
  QVector<AskedGap> gaps;
  qsizetype text = 0;    // where the last gap lies
  qsizetype before = 0;  // words of the texts before that one
  qsizetype taken = 0;   // words of it that lie before the end of the last gap
  for (int i = 0; i < wish.count; ++i) {
    const int count =
        wish.leastWords +
        static_cast<int>(random() % static_cast<quint64>(std::max(1, wish.mostWords - wish.leastWords + 1)));
    const qsizetype target = all * (2 * i + 1) / (2 * std::max(1, wish.count));
    while (text + 1 < texts.size() && target >= before + words[text].size()) {
      before += words[text++].size();
      taken = 0;
    }
    if (text >= texts.size()) break;
    const QVector<Word>& here = words[text];
    const qsizetype wanted = target - before;
    for (int away = 0; away < 2 * kSearched; ++away) {
      const qsizetype first = wanted + (away % 2 == 0 ? away / 2 : -(away + 1) / 2);
      if (first < taken || !canBeGap(here, first, count, wish.oneSentence)) continue;
      gaps.push_back(cut(texts[text], here, first, count));
      taken = first + count;
      break;
    }
  }
  return gaps;
}

QString plainFill(const std::string& fill) { return QString::fromStdString(fill).simplified(); }

}  // namespace lacuna::app

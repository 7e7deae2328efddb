// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/generated_text.h"

#include <algorithm>

#include "storage/text_counts.h"

namespace lacuna::storage {
namespace {

bool endsSentence(QChar unit) { return QStringView(u".!?\u2026").contains(unit); }
bool closes(QChar unit) { return QStringView(u"\"'\u201D\u2019\u201C\u00BB\u00AB)*_").contains(unit); }

// Where the sentence begins that holds `at`, or ends: behind the white space that follows it.
qsizetype sentenceBegin(const QString& text, qsizetype from, qsizetype at) {
  for (qsizetype i = at; i > from; --i) {
    if (text[i - 1] == u'\n') return i;
    if (!text[i - 1].isSpace() || text[i].isSpace()) continue;
    qsizetype before = i - 1;
    while (before > from && text[before - 1].isSpace()) --before;
    while (before > from && closes(text[before - 1])) --before;
    if (before > from && endsSentence(text[before - 1])) return i;
  }
  return from;
}

qsizetype sentenceEnd(const QString& text, qsizetype from, qsizetype to) {
  for (qsizetype i = from; i < to; ++i) {
    if (text[i] == u'\n') return i;
    if (!endsSentence(text[i])) continue;
    qsizetype behind = i + 1;
    while (behind < to && (closes(text[behind]) || endsSentence(text[behind]))) ++behind;
    if (behind >= to || !text[behind].isSpace()) continue;
    while (behind < to && text[behind].isSpace() && text[behind] != u'\n') ++behind;
    return behind;
  }
  return to;
}

}  // namespace

qint64 generatedWordsIn(const QString& text, qsizetype begin, qsizetype end, const QVector<Mark>& generated) {
  return countText(QStringView(text).mid(begin, end - begin), generated, static_cast<int>(begin)).generated;
}

OwnText withoutGenerated(const QString& text, qsizetype begin, qsizetype end, const QVector<Mark>& generated) {
  OwnText own;
  own.generatedWords = generatedWordsIn(text, begin, end, generated);
  QVector<Mark> marks = generated;
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  qsizetype kept = begin;
  for (const Mark& mark : std::as_const(marks)) {
    // White space at its ends is nobody's sentence.
    qsizetype first = std::max<qsizetype>(mark.begin, begin), last = std::min<qsizetype>(mark.end, end);
    while (first < last && text[first].isSpace()) ++first;
    while (last > first && text[last - 1].isSpace()) --last;
    if (first >= last) continue;
    const qsizetype from = std::max(kept, sentenceBegin(text, begin, first));
    qsizetype letter = last - 1;
    while (letter > first && closes(text[letter])) --letter;
    const qsizetype to = sentenceEnd(text, letter, end);
    if (to <= kept) continue;
    own.text += QStringView(text).mid(kept, from - kept);
    kept = to;
  }
  own.text += QStringView(text).mid(kept, end - kept);
  return own;
}

}  // namespace lacuna::storage

// SPDX-License-Identifier: GPL-3.0-or-later
// What a text, or a part of one, amounts to, for the library and the window alike. Pure functions, any thread; they
// need nothing of storage but its values. A million words take some ten milliseconds.
#pragma once

#include <QStringView>
#include <QVector>
#include <algorithm>
#include <iterator>

#include "storage/sentence_counter.h"
#include "storage/values.h"
#include "storage/values/text_counts.h"
#include "storage/words.h"

namespace lacuna::storage {

// The marks are those of the whole text; `begin` is where `part` begins in it, in UTF-16 units.
inline TextCounts countText(QStringView part, const QVector<Mark>& marks = {}, int begin = 0) {
  QVector<Mark> generated;
  std::copy_if(marks.begin(), marks.end(), std::back_inserter(generated),
               [](const Mark& mark) { return mark.kind == MarkKind::Generated; });
  std::sort(generated.begin(), generated.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  TextCounts counts;
  SentenceCounter sentences;
  bool lineHolds = false;
  auto mark = generated.cbegin();
  // A word is a run without white space; its letters decide whether it is one.
  for (qsizetype at = 0; at < part.size();) {
    if (part[at].isSpace()) {
      if (part[at] == QLatin1Char('\n')) {
        counts.paragraphs += lineHolds ? 1 : 0;
        lineHolds = false;
        sentences.endLine();
      } else {
        ++counts.characters;
      }
      ++at;
      continue;
    }
    qsizetype end = at;
    for (; end < part.size() && !part[end].isSpace(); ++end) {
      const bool second = end > at && part[end].isLowSurrogate() && part[end - 1].isHighSurrogate();
      counts.characters += second ? 0 : 1;
      counts.letters += second ? 0 : 1;
    }
    lineHolds = true;
    const QStringView run = part.mid(at, end - at);
    const bool isWord = countWords(run) > 0;
    sentences.add(run, isWord);
    if (isWord) {
      ++counts.words;
      while (mark != generated.cend() && mark->end <= begin + at) ++mark;
      if (mark != generated.cend() && mark->begin < begin + end) ++counts.generated;
    }
    at = end;
  }
  counts.paragraphs += lineHolds ? 1 : 0;
  sentences.endLine();
  counts.sentences = sentences.sentences();
  return counts;
}

}  // namespace lacuna::storage

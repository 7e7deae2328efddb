// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/text_counts.h"

#include <algorithm>

#include "storage/words.h"

namespace lacuna::storage {

TextCounts& TextCounts::operator+=(const TextCounts& more) {
  words += more.words;
  generated += more.generated;
  characters += more.characters;
  letters += more.letters;
  paragraphs += more.paragraphs;
  return *this;
}

TextCounts countText(QStringView part, const QVector<Mark>& marks, int begin) {
  QVector<Mark> generated;
  std::copy_if(marks.begin(), marks.end(), std::back_inserter(generated),
               [](const Mark& mark) { return mark.kind == MarkKind::Generated; });
  std::sort(generated.begin(), generated.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  TextCounts counts;
  bool lineHolds = false;
  auto mark = generated.cbegin();
  // A word is a run without white space; its letters decide whether it is one.
  for (qsizetype at = 0; at < part.size();) {
    if (part[at].isSpace()) {
      if (part[at] == QLatin1Char('\n')) {
        counts.paragraphs += lineHolds ? 1 : 0;
        lineHolds = false;
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
    if (countWords(part.mid(at, end - at)) > 0) {
      ++counts.words;
      while (mark != generated.cend() && mark->end <= begin + at) ++mark;
      if (mark != generated.cend() && mark->begin < begin + end) ++counts.generated;
    }
    at = end;
  }
  counts.paragraphs += lineHolds ? 1 : 0;
  return counts;
}

}  // namespace lacuna::storage

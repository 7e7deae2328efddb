// SPDX-License-Identifier: GPL-3.0-or-later
// What a word is, for the library's counts and the window's alike: a run without white space that holds a letter or a
// digit. It needs nothing but QString.
#pragma once

#include <QChar>
#include <QStringView>

namespace lacuna::storage {

// Counts units that come one after another.
class WordCounter {
 public:
  void add(char16_t unit) {
    if (QChar::isLowSurrogate(unit) && high_ != 0) {
      see(QChar::surrogateToUcs4(high_, unit));
      high_ = 0;
      return;
    }
    high_ = QChar::isHighSurrogate(unit) ? unit : u'\0';
    if (high_ == 0) see(unit);
  }
  int words() const { return words_; }

 private:
  void see(char32_t letter) {
    if (QChar::isSpace(letter)) {
      counted_ = false;
    } else if (!counted_ && QChar::isLetterOrNumber(letter)) {
      counted_ = true;
      ++words_;
    }
  }

  char16_t high_ = 0;     // the first half of a pair whose second is to come
  bool counted_ = false;  // the run that goes on is counted
  int words_ = 0;
};

inline int countWords(QStringView text) {
  WordCounter counter;
  for (const QChar unit : text) counter.add(unit.unicode());
  return counter.words();
}

}  // namespace lacuna::storage

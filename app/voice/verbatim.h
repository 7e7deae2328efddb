// SPDX-License-Identifier: GPL-3.0-or-later
// How much of what a voice says stands in what it has learnt from, word for word.
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>
#include <vector>

namespace lacuna::app {

class Verbatim {
 public:
  struct Found {
    int words = 0;    // of the longest run that stands there too; 0: not one word does
    QString passage;  // as it was said
    QString chapter;  // where it stands; the first of them
  };

  // Words are compared without case and without what is no letter and no digit at their ends. A run reaches over no end
  // of a chapter.
  void add(const QString& chapter, const QString& text);
  // Goes through all that was added: a millisecond or two for 100,000 words.
  Found find(const QString& said) const;

 private:
  QHash<QString, int> numbers_;  // of words, from 1
  std::vector<int> words_;       // one after the other; 0 ends a chapter
  std::vector<std::size_t> ends_;
  QStringList chapters_;
};

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
// What the author has chosen for spelling, over restarts. UI thread only.
#pragma once

#include <QSet>
#include <QStringList>

namespace lacuna::ui {

struct SpellingSettings {
  bool on = true;
  QStringList languages;  // codes of dictionaries; empty: what suits the locale
  bool operator==(const SpellingSettings&) const = default;

  static SpellingSettings load();
  void save() const;
};

// The author's own words, a line each in words.txt beside the settings: a file that can be read, mended and carried to
// another machine. It is read here and written by whoever hears SpellingRules::ownWordsChanged().
class OwnWords {
 public:
  OwnWords();
  const QSet<QString>& all() const { return words_; }
  QString path() const { return path_; }
  void change(const QStringList& added, const QStringList& removed);

 private:
  QString path_;
  QSet<QString> words_;
};

}  // namespace lacuna::ui

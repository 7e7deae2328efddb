// SPDX-License-Identifier: GPL-3.0-or-later
// How the author looks for words, over switching and restart: the switches, and what was looked for lately. UI thread
// only.
#pragma once

#include <QStringList>

namespace lacuna::ui {

struct FindSettings {
  static constexpr int kMostRecent = 20;
  bool matchCase = false;
  bool wholeWords = false;
  bool regex = false;
  bool keepCase = false;

  static FindSettings load();
  void save() const;
};

// Newest first; `name` is one list of several, "find" or "replace".
QStringList recentSearches(const QString& name);
void rememberSearch(const QString& name, const QString& text);
// Of every list.
void forgetSearches();

}  // namespace lacuna::ui

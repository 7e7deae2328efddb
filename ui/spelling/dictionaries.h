// SPDX-License-Identifier: GPL-3.0-or-later
// The Hunspell dictionaries on this machine. Any thread; reads folders, no contents.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

// "German (Austria)" for "de_AT"; the code where no such language is known.
QString languageName(const QString& code);

struct Dictionary {
  QString code;            // "de_AT"
  QString affixes, words;  // files

  QString name() const { return languageName(code); }
};

// Where distributions, LibreOffice and the user put dictionaries, the user's first. $DICPATH comes before all.
QStringList dictionaryFolders();
// One a language, the first folder's; ascending by name.
QVector<Dictionary> findDictionaries(const QStringList& folders);
// The dictionaries that suit a language best, "en_GB": that one, else one of its language; empty: there is none.
QStringList dictionariesFor(const QString& language, const QVector<Dictionary>& dictionaries);

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// The languages that the window speaks. Which one is a setting; that of the system where none was chosen. A window has
// the words of the language that was spoken when it was made. UI thread only.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::ui {

struct Language {
  QString code;   // "de"
  QString title;  // its name in itself
};

// English, and those of resources/translations.
QVector<Language> languages();
// Empty: the system's. In QSettings.
QString chosenLanguage();
void chooseLanguage(const QString& code);
// The one that is spoken when nothing else is asked for: what was chosen, else the first of the system's languages that
// is known here, else English.
QString wantedLanguage();
// From here on everything is said in this language; numbers and dates are written as in the system's country where that
// speaks it too.
void speak(const QString& code);
QString spokenLanguage();

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// In which language a text is written, by the words that every text of a language is full of. Pure; any thread.
#pragma once

#include <QString>
#include <QStringView>
#include <QVector>

namespace lacuna::storage {

struct LanguageShare {
  QString code;      // "en"
  double share = 0;  // of the text's words, those that are such words of this language
};

// Of those that are known, the likeliest first; none where the text has too few words to tell.
QVector<LanguageShare> languagesOf(QStringView text);
// The likeliest; empty where it cannot be told.
QString languageOf(QStringView text);
// Whether a text reads as another language than this one, and not merely as a relative of it or as one with quotations.
bool isOtherThan(const QVector<LanguageShare>& shares, const QString& language);
// "Deutsch", as its speakers call it, for a sentence in any language; of one that is not known: the code.
QString languageName(const QString& code);

}  // namespace lacuna::storage

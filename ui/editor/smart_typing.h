// SPDX-License-Identifier: GPL-3.0-or-later
// Typographic characters for what keyboards have: quotes of the author's language, dashes, ellipses. Pure but for
// the settings.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace lacuna::ui {

struct SmartTyping {
  bool quotes = true;
  bool dashes = true;
  bool ellipses = true;
  QString language;  // "en", "de-CH", …; empty: the text's, else the locale's

  static SmartTyping load();
  void save() const;
};

struct QuoteSigns {
  QString open, close;  // with the spaces that belong to them
  QString innerOpen, innerClose;
};

QuoteSigns quotesOf(const QString& language);
// Those that quotesOf() knows by themselves, for a list to choose from.
QStringList quoteLanguages();

// What takes the place of the last `length` units.
struct Smartened {
  int length = 0;
  QString text;
};

// before: the paragraph up to the caret, with the character that was typed just now at its end. Nothing in `code`, in a
// link's address and in a written gap.
std::optional<Smartened> smartened(const QString& before, const SmartTyping& wanted);

}  // namespace lacuna::ui

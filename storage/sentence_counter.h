// SPDX-License-Identifier: GPL-3.0-or-later
// Counts sentences while a text is read word by word. It needs nothing but QString.
//
// A sentence ends at . ! ? or an ellipsis behind a word, quotes and brackets behind it included, and with its line. It
// goes on where the next word begins small ("Where?" she asked), behind an initial, a title (Mr. Brown), and behind a
// day's number as German writes it (3. Mai). A line without a word is none.
#pragma once

#include <QSet>
#include <QString>
#include <QStringView>

namespace lacuna::storage {

class SentenceCounter {
 public:
  // A run without white space. isWord: it holds a letter or a digit.
  void add(QStringView run, bool isWord) {
    if (ended_ && !beginsSmall(run)) close();
    ended_ = false;
    holds_ = holds_ || isWord;
    ended_ = holds_ && ends(run);
  }
  void endLine() { close(); }
  int sentences() const { return sentences_; }

 private:
  void close() {
    sentences_ += holds_ ? 1 : 0;
    holds_ = ended_ = false;
  }

  static bool encloses(QChar c) {
    const QChar::Category category = c.category();
    return category == QChar::Punctuation_Close || category == QChar::Punctuation_Open ||
           category == QChar::Punctuation_FinalQuote || category == QChar::Punctuation_InitialQuote ||
           c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('*') || c == QLatin1Char('_');
  }
  static bool beginsSmall(QStringView run) {
    for (const QChar c : run)
      if (!encloses(c)) return c.isLower();
    return false;
  }
  static bool ends(QStringView run) {
    while (!run.isEmpty() && encloses(run.back())) run.chop(1);
    if (run.isEmpty()) return false;
    const char16_t last = run.back().unicode();
    if (last == u'!' || last == u'?' || last == u'\u2026' || last == u'\u3002') return true;
    return last == u'.' && !abbreviates(run.chopped(1));
  }
  // What stands before a full stop.
  static bool abbreviates(QStringView word) {
    while (!word.isEmpty() && encloses(word.front())) word = word.mid(1);
    bool number = !word.isEmpty();
    for (const QChar c : word) number = number && c.isDigit();
    if (number) return word.size() <= 2;
    if (word.size() == 1) return word.front().isLetter() && word.front() != QLatin1Char('I');
    static const QSet<QString> known{QStringLiteral("mr"), QStringLiteral("mrs"),  QStringLiteral("ms"),
                                     QStringLiteral("dr"), QStringLiteral("prof"), QStringLiteral("st"),
                                     QStringLiteral("hr"), QStringLiteral("fr"),   QStringLiteral("nr"),
                                     QStringLiteral("ca"), QStringLiteral("bzw"),  QStringLiteral("vgl"),
                                     QStringLiteral("rev")};
    return word.size() <= 4 && known.contains(word.toString().toLower());
  }

  bool holds_ = false;  // a word, since the last end
  bool ended_ = false;  // unless the next word begins small
  int sentences_ = 0;
};

}  // namespace lacuna::storage

// SPDX-License-Identifier: GPL-3.0-or-later
// Prose of any length for the benchmarks: sentences that differ, so that no cache knows a line from elsewhere, with a
// word in some that no dictionary knows.
#pragma once

#include <QString>
#include <QStringList>

namespace lacuna::tests {

// About so many words, in paragraphs.
inline QString longText(int words, quint32 random = 1) {
  static const QStringList kParts{
      "She walked along the wall until",  "the tide had gone out, and", "nobody in the house",
      "there was a lamp in the windoww;", "he had never told her that", "behind the harbour",
      "the old boats lay on their sides", "as far as the ferry,",       "two winters later",
      "with the letter in her hand",      "and said nothing.",          "It was nearly dark."};
  QString text;
  for (int n = 0; n < words;) {
    QString line;
    for (int i = 0; i < 14; ++i) {
      random = random * 1664525U + 1013904223U;
      line += kParts.at(static_cast<int>(random >> 8U) % static_cast<int>(kParts.size())) + u' ';
    }
    n += static_cast<int>(line.count(u' '));
    text += line.trimmed() + QStringLiteral("\n\n");
  }
  return text;
}

}  // namespace lacuna::tests

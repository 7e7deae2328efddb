// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_words.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

bool isWordLetter(QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == u'_'; }
bool joinsWords(QChar c) { return c == u'\'' || c == u'\u2019' || c == u'-'; }

// Whether `token` goes on with the word that `before` (its letters so far) began.
bool continues(const QString& before, const QString& token, const QString& next) {
  if (before.isEmpty() || token.isEmpty() || token.at(0).isSpace()) return false;
  const QChar last = before.back();
  const QChar first = token.at(0);
  if (last.isSpace()) return false;
  if (isWordLetter(first)) return isWordLetter(last) || (joinsWords(last) && before.size() > 1);
  if (!joinsWords(first) || !isWordLetter(last)) return false;
  // An apostrophe or hyphen belongs to the word only when the word goes on behind it.
  return token.size() > 1 ? isWordLetter(token.at(1)) : !next.isEmpty() && isWordLetter(next.at(0));
}

}  // namespace

QVector<GapWord> wordsOf(const QStringList& tokens) {
  QVector<GapWord> words;
  QString letters;  // of the word so far
  int at = 0;
  for (int k = 0; k < tokens.size(); ++k) {
    const QString& token = tokens.at(k);
    const int size = static_cast<int>(token.size());
    int lead = 0;
    while (lead < size && token.at(lead).isSpace()) ++lead;
    int tail = size;
    while (tail > lead && token.at(tail - 1).isSpace()) --tail;
    if (tail == lead) {
      letters.clear();
    } else if (!words.isEmpty() && continues(letters, token, k + 1 < tokens.size() ? tokens.at(k + 1) : QString())) {
      words.last().last = k;
      words.last().end = at + tail;
      letters += token;
    } else {
      words.push_back({k, k, at + lead, at + tail});
      letters = token.mid(lead);
    }
    at += size;
  }
  return words;
}

int nextBite(const QString& text) {
  const int size = static_cast<int>(text.size());
  int at = 0;
  while (at < size && text.at(at).isSpace()) ++at;
  while (at < size && !text.at(at).isSpace()) ++at;
  // White space alone is no bite of its own.
  const bool onlySpaceLeft = std::all_of(text.begin() + at, text.end(), [](QChar c) { return c.isSpace(); });
  return onlySpaceLeft ? size : at;
}

QStringList piecesOf(const QString& fill) {
  QStringList pieces;
  QString piece;
  for (const QChar c : fill) {
    const bool letter = isWordLetter(c) || joinsWords(c);
    const bool starts = !piece.isEmpty() && !piece.back().isSpace() &&
                        (c.isSpace() || letter != (isWordLetter(piece.back()) || joinsWords(piece.back())));
    if (starts) {
      pieces << piece;
      piece.clear();
    }
    piece += c;
  }
  if (!piece.isEmpty()) pieces << piece;
  return pieces;
}

}  // namespace lacuna::ui

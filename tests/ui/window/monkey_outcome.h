// SPDX-License-Identifier: GPL-3.0-or-later
// What the monkey writes, and what an act of it may do to a text.
#pragma once

#include <QRandomGenerator>
#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

inline QString prose(QRandomGenerator& random, int words) {
  static const QStringList kWords{
      QStringLiteral("the"),  QStringLiteral("river"),     QStringLiteral("house"),  QStringLiteral("l\u00edght,"),
      QStringLiteral("went"), QStringLiteral("*under*"),   QStringLiteral("she"),    QStringLiteral("looked."),
      QStringLiteral("a"),    QStringLiteral("long-ways"), QStringLiteral("before"), QStringLiteral("\U0001F30A")};
  QString text;
  for (int i = 0; i < words; ++i) {
    if (i > 0) text += random.bounded(40) == 0 ? QStringLiteral("\n\n") : QStringLiteral(" ");
    if (random.bounded(60) == 0) text += QStringLiteral("\n# ");
    if (random.bounded(90) == 0) text += QStringLiteral("\n> ");
    text += kWords.at(random.bounded(static_cast<int>(kWords.size())));
  }
  return text;
}

// What an act may do to the text.
struct Outcome {
  enum Kind {
    Nothing,
    Types,
    Enters,       // a paragraph at begin, which may begin as the one before does
    Becomes,      // all of it `inserted`
    Replaces,     // [begin, end) by `inserted`
    DeletesBack,  // something before begin
    DeletesOn,    // something behind begin
    TakesPart,    // of `inserted`, in place of [begin, end)
    Takes,        // `inserted`, in place of [begin, end)
    Moves,        // [begin, end) to `to`
    ReplacesAll,  // each of `places` by `inserted`
    Undoes,
    MayUndo,
    Redoes,
    MayMark,
  };
  Kind kind = Nothing;
  int begin = 0;
  int end = 0;
  QString inserted;
  quint64 run = 0;
  bool caretSeen = false;  // the page follows the caret
  int to = 0;
  QVector<QPair<int, int>> places{};  // begin and length
};

}  // namespace lacuna::ui

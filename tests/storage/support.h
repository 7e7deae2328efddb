// SPDX-License-Identifier: GPL-3.0-or-later
// What the storage tests share: random texts and edits, a temporary library, errors as sentences.
#pragma once

#include <QRandomGenerator>
#include <QString>
#include <QTemporaryDir>
#include <QVector>
#include <functional>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage::test {

class Random {
 public:
  explicit Random(quint32 seed) : generator_(seed) {}
  // 0..below-1; 0 for nothing below 1.
  int below(int below) { return below > 1 ? static_cast<int>(generator_.bounded(below)) : 0; }
  bool oneIn(int count) { return below(count) == 0; }

  // Words, line ends of both kinds, surrogate pairs and now and then a half of one.
  QString text(int pieces) {
    static const QStringList kPieces = {QStringLiteral("tide"),
                                        QStringLiteral(" "),
                                        QStringLiteral("\r\n"),
                                        QStringLiteral("\n"),
                                        QStringLiteral("the lamp"),
                                        QString::fromUcs4(U"\U0001F30A"),
                                        QString::fromUcs4(U"\U0001D11E"),
                                        QString(QChar(0x00E9)),
                                        QString(QChar(0xFEFF)),
                                        QString(QChar(0)),
                                        QStringLiteral(" \t"),
                                        QStringLiteral("a")};
    QString text;
    for (int i = 0; i < pieces; ++i) {
      text += oneIn(40) ? QString(QChar(0xD800 + below(0x800))) : kPieces[below(static_cast<int>(kPieces.size()))];
    }
    return text;
  }

  // Within a text of this length; typing, deleting and replacing, anywhere or near the last one.
  Edit edit(int length) {
    if (near_ > length || oneIn(5)) {
      near_ = below(length + 1);
    }
    Edit edit{near_, 0, {}};
    if (oneIn(3)) {
      edit.removed = below(qMin(length - near_, 12) + 1);
    }
    if (!oneIn(4)) {
      edit.inserted = text(1 + below(3));
    }
    if (edit.inserted.isEmpty() && edit.removed == 0 && near_ > 0) {
      --edit.position;  // backspace
      edit.removed = 1;
    }
    near_ = edit.position + static_cast<int>(edit.inserted.size());
    return edit;
  }

  QVector<Mark> marks(int count, int length) {
    QVector<Mark> marks;
    for (int i = 0; i < count && length > 0; ++i) {
      const int begin = below(length);
      marks.append({begin, begin + 1 + below(qMin(length - begin, 30)), static_cast<MarkKind>(below(3)),
                    QStringLiteral("note %1").arg(i)});
    }
    return marks;
  }

 private:
  QRandomGenerator generator_;
  int near_ = 0;
};

// Prose of so many words that does not repeat itself as a whole, so that it compresses as prose does.
inline QString prose(int words, quint32 seed = 1) {
  static const QStringList kWords =
      QStringLiteral(
          "water the of a and stood grey lantern across shingle her brother said nothing until low tide came back with "
          "rope salt in his hands she counted boats while evening went out over estuary where no one had been for "
          "years "
          "kitchen letter window slow remembered winter harbour whether door behind them closed")
          .split(QLatin1Char(' '));
  QRandomGenerator generator(seed);
  QString text;
  for (int i = 1; i <= words; ++i) {
    text += kWords[generator.bounded(static_cast<int>(kWords.size()))];
    if (generator.bounded(9) == 0) {
      text += QString::number(generator.bounded(100000), 36);
    }
    text += i % 90 == 0 ? QStringLiteral(".\n\n") : i % 13 == 0 ? QStringLiteral(", ") : QStringLiteral(" ");
  }
  return text;
}

// The error that the work throws, or none.
inline std::optional<StorageError> errorOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const StorageError& error) {
    return error;
  }
  return std::nullopt;
}

// One sentence for a person: begins with a capital or a path, ends with a full stop, stays on one line.
inline bool isSentence(const QString& sentence) {
  return sentence.size() > 20 && sentence.endsWith(QLatin1Char('.')) && !sentence.contains(QLatin1Char('\n'));
}

struct Folder {
  QTemporaryDir dir;
  QString path(const QString& name = QStringLiteral("library.lacuna")) const { return dir.filePath(name); }
};

}  // namespace lacuna::storage::test

// SPDX-License-Identifier: GPL-3.0-or-later
// The list in a folder of texts that Lacuna has written, lacuna.json: which document lies in which file, in what order,
// under what title and of what kind. With it a folder comes back exactly; without it a folder comes in as any other.
// What it says is not trusted: paths count only where they are found in the folder.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

inline const QString kFolderIndex = QStringLiteral("lacuna.json");

struct IndexedText {
  QString id;
  QString title;
  DocumentKind kind = DocumentKind::Scene;
  int parent = -1;  // index in the list of one before it; -1 for the first one, the project
  bool archived = false;
  QString file{};    // relative; empty: it has no text
  QString folder{};  // relative; empty: none
  QString digest{};  // SHA-256 of the file's bytes, as they were written
  QString form{};    // of the text in the file, a word of wordFor()
  QByteArray
      exact{};  // of a text that no file of UTF-8 holds unit for unit: the text itself; it counts with the digest
};

QByteArray indexBytes(const QVector<IndexedText>& texts);
// Nothing where it is no such list. A list of a later version throws StorageError(kTooNew).
std::optional<QVector<IndexedText>> readIndex(const QByteArray& bytes, const QString& path);

QString digestOf(const QByteArray& bytes);
// For IndexedText::exact, and back.
QByteArray packedText(const QString& text);
QString unpackedText(const QByteArray& packed);

}  // namespace lacuna::storage

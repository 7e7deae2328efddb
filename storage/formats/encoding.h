// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings of old text files. Any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace lacuna::storage {

// "utf-8", "utf-16", "windows-1252", "latin-1".
const QStringList& encodings();
// What a file's mark at its beginning says: "utf-16", or empty.
QString markedEncoding(const QByteArray& bytes);
// The text, with the file's own line ends. What is no character becomes U+FFFD. Throws StorageError(kInvalid) for an
// unknown name.
QString decoded(const QByteArray& bytes, const QString& encoding);

}  // namespace lacuna::storage

// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings of text files that are not UTF-8. Any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVector>

#include "storage/values/reading.h"

namespace lacuna::storage {

// Those that this machine can read and write: "utf-8", "utf-16", "utf-16le", "windows-1252", "latin-1" and so on.
// "utf-16" is either order of its bytes, whichever reads better.
const QStringList& encodings();
// What a file's mark at its beginning says: "utf-16le", "utf-16be", or empty.
QString markedEncoding(const QByteArray& bytes);
// The text, with the file's own line ends and without its mark. What is no character becomes U+FFFD. Throws
// StorageError(kInvalid) for an unknown name.
QString decoded(const QByteArray& bytes, const QString& encoding);
// The other way, without a mark. Every character is there only where firstOutside() finds none that is not.
QByteArray encoded(const QString& text, const QString& encoding);
// Where the first character stands that the encoding does not have; -1: it has them all.
qsizetype firstOutside(const QString& text, const QString& encoding);
// "utf-16" as the order of bytes that these have; another name as it is.
QString exactEncoding(const QByteArray& bytes, const QString& encoding);

// How bytes that are no sound UTF-8 read in each encoding, the likeliest first, UTF-8 with its damaged characters among
// them; none where they are no text at all.
QVector<Reading> readings(const QByteArray& bytes);

}  // namespace lacuna::storage

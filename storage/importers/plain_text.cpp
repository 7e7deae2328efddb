// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/importers/plain_text.h"

#include <QDir>
#include <QFileInfo>

#include "storage/formats/encoding.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr qsizetype kHeadBytes = 4096;

// Length of the sequence at `at`, or 0. The table is that of the Unicode Standard, table 3-7.
qsizetype sequenceLength(const QByteArray& bytes, qsizetype at) {
  const auto byte = [&bytes](qsizetype i) { return i < bytes.size() ? static_cast<quint8>(bytes[i]) : quint8(0); };
  const auto tail = [&byte](qsizetype i) { return (byte(i) & 0xC0) == 0x80; };
  const quint8 first = byte(at);
  const quint8 second = byte(at + 1);
  if (first < 0x80) {
    return 1;
  }
  if (first >= 0xC2 && first <= 0xDF) {
    return tail(at + 1) ? 2 : 0;
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const quint8 low = first == 0xE0 ? 0xA0 : 0x80;
    const quint8 high = first == 0xED ? 0x9F : 0xBF;  // no surrogates
    return second >= low && second <= high && tail(at + 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const quint8 low = first == 0xF0 ? 0x90 : 0x80;
    const quint8 high = first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high && tail(at + 2) && tail(at + 3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool canReadMarkdown(const QString& suffix, const QByteArray&) {
  return suffix == QStringLiteral("md") || suffix == QStringLiteral("markdown");
}

bool canReadPlainText(const QString& suffix, const QByteArray& head) {
  return suffix == QStringLiteral("txt") || suffix == QStringLiteral("text") ||
         (suffix.isEmpty() && !head.contains('\0'));
}

Imported readPlainText(const QString& path, const QByteArray& bytes) {
  const qint64 bad = findInvalidUtf8(bytes);
  if (bad >= 0) {
    throw StorageError(StorageCode::kEncoding,
                       Said::tr("%1 is not UTF-8: byte %2 (line %3) is not part of a character; save it as UTF-8 "
                                "in the program that it comes from.")
                           .arg(QDir::toNativeSeparators(path))
                           .arg(bad)
                           .arg(bytes.left(bad).count('\n') + 1));
  }
  // UTF-16 of plain letters without its mark is UTF-8 too, with a zero after each.
  if (bytes.left(kHeadBytes).contains('\0')) {
    const QVector<Reading> found = readings(bytes);
    if (!found.isEmpty() && found.first().encoding.startsWith(QStringLiteral("utf-16")))
      throw StorageError(StorageCode::kEncoding,
                         Said::tr("%1 is not UTF-8 but UTF-16, as it seems, without the mark that says so; save "
                                  "it as UTF-8 in the program that it comes from.")
                             .arg(QDir::toNativeSeparators(path)));
  }
  return {QFileInfo(path).completeBaseName(), textFromBytes(bytes), formOf(bytes)};
}

qint64 findInvalidUtf8(const QByteArray& bytes) {
  for (qsizetype at = 0; at < bytes.size();) {
    const qsizetype length = sequenceLength(bytes, at);
    if (length == 0) {
      return at;
    }
    at += length;
  }
  return -1;
}

}  // namespace lacuna::storage

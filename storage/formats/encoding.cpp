// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/encoding.h"

#include <QStringDecoder>

#include "storage/error.h"

namespace lacuna::storage {
namespace {

// Windows-1252 from 0x80 to 0x9F; the rest is Latin-1.
constexpr char16_t kWindows[] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

}  // namespace

const QStringList& encodings() {
  static const QStringList kNames = {QStringLiteral("utf-8"), QStringLiteral("utf-16"), QStringLiteral("windows-1252"),
                                     QStringLiteral("latin-1")};
  return kNames;
}

QString markedEncoding(const QByteArray& bytes) {
  const bool marked = bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF");
  return marked ? QStringLiteral("utf-16") : QString();
}

QString decoded(const QByteArray& bytes, const QString& encoding) {
  if (encoding == QStringLiteral("utf-8")) return QString::fromUtf8(bytes);
  if (encoding == QStringLiteral("latin-1")) return QString::fromLatin1(bytes);
  if (encoding == QStringLiteral("utf-16")) {
    QStringDecoder decoder(bytes.startsWith("\xFE\xFF") ? QStringDecoder::Utf16BE : QStringDecoder::Utf16LE);
    return decoder.decode(bytes);
  }
  if (encoding != QStringLiteral("windows-1252"))
    throw StorageError(StorageCode::kInvalid, QStringLiteral("There is no encoding \"%1\"; name one of %2.")
                                                  .arg(encoding, encodings().join(QStringLiteral(", "))));
  QString text = QString::fromLatin1(bytes);
  for (QChar& letter : text)
    if (letter.unicode() >= 0x80 && letter.unicode() < 0xA0) letter = QChar(kWindows[letter.unicode() - 0x80]);
  return text;
}

}  // namespace lacuna::storage

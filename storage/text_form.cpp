// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/text_form.h"

#include <QStringList>

#include "storage/formats/encoding.h"

namespace lacuna::storage {
namespace {

constexpr char kByteOrderMark[] = "\xEF\xBB\xBF";

}  // namespace

QString lineEndOf(const TextForm& form) {
  switch (form.lineEnd) {
    case TextForm::CarriageReturnLineFeed:
      return QStringLiteral("\r\n");
    case TextForm::CarriageReturn:
      return QStringLiteral("\r");
    case TextForm::LineFeed:
      break;
  }
  return QStringLiteral("\n");
}

TextForm formOf(const QByteArray& bytes) {
  const qsizetype pairs = bytes.count("\r\n");
  const qsizetype returns = bytes.count('\r') - pairs;
  const qsizetype feeds = bytes.count('\n') - pairs;
  TextForm form;
  form.byteOrderMark = bytes.startsWith(kByteOrderMark);
  if (pairs > feeds && pairs >= returns) {
    form.lineEnd = TextForm::CarriageReturnLineFeed;
  } else if (returns > feeds) {
    form.lineEnd = TextForm::CarriageReturn;
  }
  return form;
}

QString textFromBytes(const QByteArray& bytes) {
  const qsizetype skip = bytes.startsWith(kByteOrderMark) ? 3 : 0;
  QString text = QString::fromUtf8(bytes.constData() + skip, bytes.size() - skip);
  if (text.contains(QLatin1Char('\r'))) {
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    text.replace(QLatin1Char('\r'), QLatin1Char('\n'));
  }
  return text;
}

QByteArray bytesFromText(const QString& text, const TextForm& form) {
  QString lines = text;
  if (form.lineEnd != TextForm::LineFeed) {
    // One that came by another way (a paste) is a line end like the others.
    lines.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    lines.replace(QLatin1Char('\n'), lineEndOf(form));
  }
  if (!form.byteOrderMark) return encoded(lines, form.encoding);
  if (form.encoding == QStringLiteral("utf-16le")) return "\xFF\xFE" + encoded(lines, form.encoding);
  if (form.encoding == QStringLiteral("utf-16be")) return "\xFE\xFF" + encoded(lines, form.encoding);
  return kByteOrderMark + encoded(lines, form.encoding);
}

QString wordFor(const TextForm& form) {
  const QString ends[] = {QStringLiteral("lf"), QStringLiteral("crlf"), QStringLiteral("cr")};
  return ends[form.lineEnd] + (form.byteOrderMark ? QStringLiteral(" mark") : QString()) +
         (form.encoding.isEmpty() ? QString() : QLatin1Char(' ') + form.encoding);
}

TextForm formFromWord(const QString& word) {
  TextForm form;
  const QStringList parts = word.split(QLatin1Char(' '));
  if (parts.first() == QStringLiteral("crlf")) {
    form.lineEnd = TextForm::CarriageReturnLineFeed;
  } else if (parts.first() == QStringLiteral("cr")) {
    form.lineEnd = TextForm::CarriageReturn;
  }
  form.byteOrderMark = parts.contains(QStringLiteral("mark"));
  if (encodings().contains(parts.last())) form.encoding = parts.last();
  return form;
}

}  // namespace lacuna::storage

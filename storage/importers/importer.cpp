// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/importers/importer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "storage/formats/encoding.h"
#include "storage/formats/formats.h"
#include "storage/formats/markdown_writer.h"
#include "storage/importers/plain_text.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kHeadBytes = 4096;
constexpr qint64 kReadingBytes = 64 * 1024;

// Throws unless the path names a file that may be read and is not too large.
void checkFile(const QFileInfo& info, const QString& name, qint64 largest) {
  if (!info.exists()) {
    throw StorageError(StorageCode::kNotFound, Said::tr("There is no file %1; check its name.").arg(name));
  }
  if (info.isDir()) {
    throw StorageError(StorageCode::kUnreadable, Said::tr("%1 is a folder; choose a file in it.").arg(name));
  }
  if (!info.isFile()) {
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("%1 is not a file with a text in it; choose another one.").arg(name));
  }
  if (info.size() > largest) {
    throw StorageError(StorageCode::kInvalid,
                       Said::tr("%1 has %2 MB, and the largest file that can be opened has %3 MB; split it first.")
                           .arg(name)
                           .arg((info.size() + 999999) / 1000000)
                           .arg(largest / 1000000));
  }
}

}  // namespace

const QVector<Importer>& importers() {
  static const QVector<Importer> kImporters = {
      {"Markdown", "md markdown", &canReadMarkdown, &readPlainText},
      {"Plain text", "txt text", &canReadPlainText, &readPlainText},
  };
  return kImporters;
}

QStringList importPatterns() {
  QStringList patterns;
  for (const Importer& importer : importers()) {
    for (const QString& suffix : QString::fromLatin1(importer.suffixes).split(QLatin1Char(' '))) {
      patterns.append(QStringLiteral("*.") + suffix);
    }
  }
  for (const char* pattern : {"*.docx", "*.odt", "*.epub", "*.html", "*.htm"}) patterns.append(QLatin1String(pattern));
  return patterns;
}

Imported importFile(const QString& path, qint64 largest, const QString& encoding, const Work& work) {
  const QFileInfo info(path);
  const QString name = QDir::toNativeSeparators(path);
  checkFile(info, name, largest);
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("%1 may not be read; change the rights of the file.").arg(name));
  }
  work.at(0.0);
  const QByteArray bytes = file.read(info.size() + 1);  // a byte more shows that it has grown meanwhile
  if (file.error() != QFileDevice::NoError || bytes.size() != info.size()) {
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("%1 could not be read to its end, or changes at this moment; try again.").arg(name));
  }
  const QString suffix = info.suffix().toLower();
  const QString said = encoding.isEmpty() ? markedEncoding(bytes) : encoding;
  // Somebody has seen which of its characters are damaged.
  if (said == QStringLiteral("utf-8")) {
    const QByteArray sound = decoded(bytes, said).toUtf8();
    return {info.completeBaseName(), textFromBytes(sound), formOf(sound)};
  }
  if (!said.isEmpty()) {
    const QString exact = exactEncoding(bytes, said);
    const QByteArray utf8 = decoded(bytes, exact).toUtf8();
    TextForm form = formOf(utf8);
    form.encoding = exact;
    form.byteOrderMark = markedEncoding(bytes) == exact;
    return {info.completeBaseName(), textFromBytes(utf8), form};
  }
  const Content content = contentOf(name, suffix, bytes);
  if (content != Content::Text && content != Content::Unknown) {
    const Manuscript manuscript = readManuscript(name, content, bytes, work.part(0, 0.7));
    Imported imported;
    imported.title = manuscript.title.isEmpty() ? info.completeBaseName() : manuscript.title;
    imported.text = writeMarkdown(manuscript, work.part(0.7, 1));
    imported.leftOut = manuscript.leftOut;
    return imported;
  }
  for (const Importer& importer : importers()) {
    if (importer.canRead(suffix, bytes.left(kHeadBytes))) {
      return importer.read(path, bytes);
    }
  }
  throw StorageError(StorageCode::kInvalid,
                     Said::tr("%1 is of a kind that cannot be opened yet; save it as text (%2) first.")
                         .arg(name, importPatterns().join(QStringLiteral(", "))));
}

QVector<Reading> readingsOf(const QString& path) {
  QFile file(path);
  return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) ? readings(file.read(kReadingBytes))
                                                                    : QVector<Reading>();
}

}  // namespace lacuna::storage

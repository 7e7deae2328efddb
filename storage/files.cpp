// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "storage/error.h"
#include "storage/files/output_file.h"
#include "storage/formats/encoding.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr qint64 kHeadBytes = 1 << 16;  // enough of a file to tell its form

StorageError refusalOf(const files::FileError& error, const QString& path) {
  const QString name = QDir::toNativeSeparators(path);
  const QString folder = QDir::toNativeSeparators(QFileInfo(path).absolutePath());
  using enum files::FileFault;
  switch (error.fault()) {
    case kNoName:
      return {StorageCode::kInvalid, Said::tr("The text was not saved, because no file was named; name one.")};
    case kIsFolder:
      return {StorageCode::kInvalid, Said::tr("%1 is a folder; name a file in it.").arg(name)};
    case kNotAFile:
      return {StorageCode::kInvalid,
              Said::tr("%1 is not a file that a text can be saved to; name another one.").arg(name)};
    case kNameTooLong:
      return {StorageCode::kInvalid,
              Said::tr("%1 was not saved, because its name is too long; choose a shorter one.").arg(name)};
    case kNotFound:
      return {StorageCode::kNotFound,
              Said::tr("%1 was not saved, because there is no folder %2; choose another one.").arg(name, folder)};
    case kNoRights:
      return {StorageCode::kReadOnly,
              Said::tr("%1 was not saved, because it or its folder %2 may not be written; choose another place. "
                       "The text is still in the window.")
                  .arg(name, folder)};
    case kFull:
    case kTooLarge:
    case kInUse:
    case kOther:
      break;
  }
  return {error.fault() == kFull ? StorageCode::kFull : StorageCode::kReadOnly,
          Said::tr("%1 was not saved (%2), and nothing there was changed. Choose another place: the text is still "
                   "in the window.")
              .arg(name, QString::fromStdString(error.why()))};
}

TextForm formOfFile(const QString& path) {
  QFile file(path);
  if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) return {};
  const QByteArray head = file.read(kHeadBytes);
  const QString marked = markedEncoding(head);
  if (marked.isEmpty()) return formOf(head);
  TextForm form = formOf(decoded(head, marked).toUtf8());
  form.encoding = marked;
  form.byteOrderMark = true;
  return form;
}

// Whole, where it takes two units.
QString characterAt(const QString& text, qsizetype at) {
  const bool pair = text[at].isHighSurrogate() && at + 1 < text.size();
  return text.mid(at, pair ? 2 : 1);
}

}  // namespace

QString saveTextFile(const QString& path, const QString& text, const std::optional<TextForm>& form) {
  TextForm written = form ? *form : formOfFile(path);
  QString changed;
  if (const qsizetype at = firstOutside(text, written.encoding); at >= 0) {
    changed = Said::tr("%1 was saved as UTF-8: its encoding %2 has no \"%3\" (line %4).")
                  .arg(QDir::toNativeSeparators(path), written.encoding, characterAt(text, at))
                  .arg(text.left(at).count(QLatin1Char('\n')) + 1);
    written.encoding.clear();
    written.byteOrderMark = false;
  }
  const QByteArray bytes = bytesFromText(text, written);
  try {
    files::writeFile(QFile::encodeName(path).toStdString(), {bytes.constData(), static_cast<std::size_t>(bytes.size())},
                     files::Target::kFilesOnly);
  } catch (const files::FileError& error) {
    throw refusalOf(error, path);
  }
  return changed;
}

}  // namespace lacuna::storage

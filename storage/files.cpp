// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/files.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include "storage/error.h"

namespace lacuna::storage {

void saveTextFile(const QString& path, const QString& text) {
  const QFileInfo info(path);
  const QString name = QDir::toNativeSeparators(path);
  const QString folder = QDir::toNativeSeparators(info.absolutePath());
  if (info.isDir()) {
    throw StorageError(StorageCode::kInvalid, QStringLiteral("%1 is a folder; name a file in it.").arg(name));
  }
  if (info.exists() && !info.isFile()) {  // a device or a pipe: renaming over it would do away with it
    throw StorageError(StorageCode::kInvalid,
                       QStringLiteral("%1 is not a file that a text can be saved to; name another one.").arg(name));
  }
  if (!info.absoluteDir().exists()) {
    throw StorageError(
        StorageCode::kNotFound,
        QStringLiteral("%1 was not saved, because there is no folder %2; choose another one.").arg(name, folder));
  }
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) {
    throw StorageError(StorageCode::kReadOnly,
                       QStringLiteral("%1 was not saved, because it or its folder %2 may not be written; choose "
                                      "another place. The text is safe in the library.")
                           .arg(name, folder));
  }
  const QByteArray bytes = text.toUtf8();
  if (file.write(bytes) != bytes.size() || !file.commit()) {
    const bool full = file.error() == QFileDevice::ResourceError;
    throw StorageError(full ? StorageCode::kFull : StorageCode::kReadOnly,
                       QStringLiteral("%1 was not saved (%2); what was there before is still there. Choose another "
                                      "place: the text is safe in the library.")
                           .arg(name, file.errorString()));
  }
}

}  // namespace lacuna::storage

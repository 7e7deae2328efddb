// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/library_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>

#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {

LibraryLock::LibraryLock(const QString& library) {
  const QString path = library + QStringLiteral(".lock");
  const QString folder = QDir::toNativeSeparators(QFileInfo(library).absolutePath());
  file_ = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    if (errno == EACCES || errno == EROFS || errno == EPERM) {
      throw StorageError(StorageCode::kReadOnly,
                         Said::tr("The library cannot be written because the folder %1 is read-only; change its "
                                  "rights, or choose another place.")
                             .arg(folder));
    }
    if (errno == ENOSPC || errno == EDQUOT) {
      throw StorageError(StorageCode::kFull,
                         Said::tr("There is no room on the disk for a library in %1; free some.").arg(folder));
    }
    throw StorageError(StorageCode::kUnreadable,
                       Said::tr("The library cannot be opened in the folder %1; check that it is there.").arg(folder));
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || errno == EINTR)) {
    ::close(file_);
    file_ = -1;
    throw StorageError(StorageCode::kLocked,
                       Said::tr("Another Lacuna has the library %1 open; use that window, or close it first.")
                           .arg(QDir::toNativeSeparators(library)));
  }
  // A file system without locks leaves the guard to SQLite's own, which keeps the file sound.
}

LibraryLock::~LibraryLock() {
  if (file_ >= 0) {
    ::close(file_);  // the file itself stays: removing it would let two programs lock two files
  }
}

}  // namespace lacuna::storage

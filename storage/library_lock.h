// SPDX-License-Identifier: GPL-3.0-or-later
// Says to other programs on this machine that a library is in use. The kernel gives the lock back when the process
// ends, however it ends: there are no stale locks.
#pragma once

#include <QString>

namespace lacuna::storage {

class LibraryLock {
 public:
  // Makes the file `<library>.lock`. Throws StorageError: kLocked where another program (or this one) holds it,
  // kReadOnly or kUnreadable where the file cannot be made.
  explicit LibraryLock(const QString& library);
  ~LibraryLock();
  LibraryLock(const LibraryLock&) = delete;
  LibraryLock& operator=(const LibraryLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace lacuna::storage

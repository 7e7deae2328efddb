// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/files/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lacuna::files {

FolderLock::FolderLock(const std::string& folder, const std::string& name, const std::string& sentence) {
  const std::string path = folder + "/" + name;
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0) {
    const std::string why = std::strerror(errno);
    throw FileError(
        faultOf(errno),
        "Nothing could be written to the folder " + folder + " (" + why + "): choose another place, or free this one.",
        why);
  }
  // A file system without locks (ENOLCK, ENOTSUP) goes without.
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    ::close(file_);
    throw FileError(FileFault::kInUse, sentence, "somebody else works in it");
  }
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace lacuna::files

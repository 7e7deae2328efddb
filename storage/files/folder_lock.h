// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "storage/files/file_error.h"

namespace lacuna::files {

// Keeps a second process, or a second object in this one, from working in a folder as long as it lives. The system lets
// go of it when the process ends, however it ends. The lock's file stays: removing it would let two lock two files.
class FolderLock {
 public:
  // Throws FileError: kInUse with `sentence` where somebody else holds it; where it cannot be made, what a writer would
  // be told.
  FolderLock(const std::string& folder, const std::string& name, const std::string& sentence);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace lacuna::files

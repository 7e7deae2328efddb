// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace lacuna::files {

enum class FileFault {
  kNoName,       // an empty path
  kNameTooLong,  // for the file system
  kNotFound,     // no such file, or no such folder to write in
  kIsFolder,
  kNotAFile,  // a device or a socket that no text belongs in
  kNoRights,
  kFull,      // the disk, the quota or a limit on the size of files
  kTooLarge,  // read: more bytes than asked for
  kInUse,     // locked by another process
  kOther,
};

// A file that cannot be read or written. what() is one sentence that names the path.
class FileError : public std::runtime_error {
 public:
  FileError(FileFault fault, const std::string& sentence, std::string why)
      : std::runtime_error(sentence), fault_(fault), why_(std::move(why)) {}
  FileFault fault() const { return fault_; }
  // A clause without the path, for a sentence of the caller's: "there is no folder drafts".
  const std::string& why() const { return why_; }

 private:
  FileFault fault_;
  std::string why_;
};

// The fault that an errno stands for.
FileFault faultOf(int error);

}  // namespace lacuna::files

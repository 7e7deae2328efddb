// SPDX-License-Identifier: GPL-3.0-or-later
// Start here: the one way in which this program writes a file.
//
// A file is replaced in one step: a temporary file beside it (".lacuna-PID-N.part", so that a long name stays a name)
// is written, synchronised, and renamed, and the folder is synchronised. A full disk, a lost process or a lost machine
// leaves the old file or the new one, never a part and never nothing. Links are followed, rights stay.
// What is not a file is not replaced: a pipe, a terminal, /dev/null or /dev/stdout is written to. Folders, disks and
// sockets are refused.
//
// Any thread; one object belongs to one thread. Throws FileError with one sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/files/file_error.h"

namespace lacuna::files {

// What may be at the path.
enum class Target {
  kAnything,   // of a command: what a shell's > would write to
  kFilesOnly,  // of the window: a file, or nothing yet
};

// When the bytes are to be on the disk.
enum class Synchronise {
  kNow,
  kLater,  // of one file among many that is new: synchroniseDisk() follows. What is replaced is synchronised all the
           // same
};

class OutputFile {
 public:
  // Opens what is written to: with nothing to be read at the other end of a pipe it waits for a reader.
  explicit OutputFile(const std::string& path, Target target = Target::kAnything,
                      Synchronise synchronise = Synchronise::kNow);
  // Without commit() everything is as it was before.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view bytes);
  // Everything is on the disk when this returns. Not empty `keeping`: the file that is replaced, if there is one, stays
  // under that name; there is no moment without a file under one of the two.
  void commit(const std::string& keeping = {});

 private:
  [[noreturn]] void fail(int error) const;
  void discard();

  std::string path_;       // as it was given, for sentences
  std::string target_;     // what is replaced; empty: written to as it is
  std::string temporary_;  // empty: no file of ours to be removed
  int file_ = -1;
  bool later_ = false;  // nothing is synchronised by this one
};

// One call for what is in memory already.
void writeFile(const std::string& path, std::string_view bytes, Target target = Target::kAnything,
               Synchronise synchronise = Synchronise::kNow);
// All that was written to the disk that this folder lies on.
void synchroniseDisk(const std::string& folder);

// Whether `path` can be written, asked before long work begins: a file is made beside it and removed again. A pipe or a
// device is not opened. Throws as OutputFile does.
void checkOutput(const std::string& path, Target target = Target::kAnything);

// Adds to the end of a file, which is made if it is not there, and synchronises it.
void appendToFile(const std::string& path, std::string_view bytes);
// Whether that will go, before long work begins. Makes the file.
void checkAppend(const std::string& path);

// The folder and those above it. Throws FileError where it cannot be made, or is there and no folder.
void makeFolder(const std::string& path);

}  // namespace lacuna::files

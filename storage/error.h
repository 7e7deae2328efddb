// SPDX-License-Identifier: GPL-3.0-or-later
// The one error type that storage throws.
#pragma once

#include <QString>
#include <stdexcept>

namespace lacuna::storage {

enum class StorageCode {
  kNotFound,    // a document, a run or a file that is not there
  kUnreadable,  // a file or a folder that may not be read
  kReadOnly,    // a file or a folder that may not be written
  kLocked,      // another program holds the library
  kTooNew,      // written by a later version of the program
  kNotOurs,     // not a Lacuna library, or not a database at all
  kDamaged,     // a part of the library fails its checks
  kFull,        // no room on the disk
  kInvalid,     // an argument that does not fit: an edit outside the text, a text that is not UTF-8
  kEncoding,    // a text file in an encoding that has to be said
  kIo,          // the disk or the file system failed
  kInternal,
};

// sentence() is for a person: what, where, what to do.
class StorageError : public std::runtime_error {
 public:
  StorageError(StorageCode code, const QString& sentence)
      : std::runtime_error(sentence.toStdString()), code_(code), sentence_(sentence) {}
  StorageCode code() const { return code_; }
  const QString& sentence() const { return sentence_; }

 private:
  StorageCode code_;
  QString sentence_;
};

}  // namespace lacuna::storage

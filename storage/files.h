// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a text to a file of the author's.
#pragma once

#include <QString>

namespace lacuna::storage {

// Replaces the file in one step: a temporary file beside it is written, synchronised and renamed, so that a full disk
// or a lost process leaves the old file as it was. UTF-8, line ends as in the text. Any thread. Throws StorageError
// with one sentence: kReadOnly, kFull, kNotFound (no such folder), kInvalid.
void saveTextFile(const QString& path, const QString& text);

}  // namespace lacuna::storage

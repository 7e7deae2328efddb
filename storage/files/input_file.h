// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "storage/files/file_error.h"

namespace lacuna::files {

// All bytes of a file, or of a pipe up to its end. No more than `most` are held, whatever the file claims. Any thread.
// Throws FileError with one sentence: kNoName, kNotFound, kIsFolder, kNoRights, kTooLarge, kOther.
std::string readFile(const std::string& path, std::size_t most);

}  // namespace lacuna::files

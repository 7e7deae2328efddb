// SPDX-License-Identifier: GPL-3.0-or-later
// Files of the engine, read and written as everywhere in the program (files/), with the engine's own error.
#pragma once

#include <string>
#include <string_view>

#include "engine/error.h"
#include "storage/files/input_file.h"
#include "storage/files/output_file.h"

namespace lacuna::engine {

// Does the work; a FileError becomes Error(code) with its sentence.
template <class Work>
auto withFiles(ErrorCode code, const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const files::FileError& error) {
    throw Error(code, error.what());
  }
}

// A whole file of at most so many bytes. Throws Error(code): by default what is named as input cannot be used.
inline std::string readInput(const std::string& path, std::size_t most, ErrorCode code = ErrorCode::kInvalidInput) {
  return withFiles(code, [&] { return files::readFile(path, most); });
}

// Replaces a file in one step. Throws Error(kIo).
inline void writeOutput(const std::string& path, std::string_view bytes) {
  withFiles(ErrorCode::kIo, [&] { files::writeFile(path, bytes); });
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// A file as memory that the system pages in where it is read.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lacuna::engine {

class MappedFile {
 public:
  // Throws Error(kIo) when the file cannot be opened, is no regular file or cannot be mapped. An empty file maps to no
  // bytes. The file must not be cut short in place while it is mapped; replacing it by a rename does no harm.
  explicit MappedFile(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::span<const std::byte> bytes() const { return {data_, size_}; }

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace lacuna::engine

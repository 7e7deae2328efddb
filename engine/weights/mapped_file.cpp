// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/error.h"

namespace lacuna::engine {

MappedFile::MappedFile(const std::string& path) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kIo, "The file " + path + " cannot be read: " + why + ".");
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe is not waited for
  if (file < 0) refuse(std::strerror(errno));
  struct stat about = {};
  const bool known = ::fstat(file, &about) == 0;
  const int reason = errno;
  if (!known || !S_ISREG(about.st_mode)) {
    ::close(file);
    refuse(known ? "it is not a regular file" : std::strerror(reason));
  }
  size_ = static_cast<std::size_t>(about.st_size);
  void* mapped = size_ == 0 ? nullptr : ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
  const int mapReason = errno;
  ::close(file);
  if (mapped == MAP_FAILED) refuse(std::strerror(mapReason));
  data_ = static_cast<const std::byte*>(mapped);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace lacuna::engine

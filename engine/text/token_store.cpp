// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/token_store.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/error.h"

namespace lacuna::engine {

TokenStore::TokenStore(std::vector<std::uint16_t> tokens) {
  const auto kept = std::make_shared<const std::vector<std::uint16_t>>(std::move(tokens));
  first_ = kept->data();
  size_ = kept->size();
  keeper_ = kept;
}

TokenStore TokenStore::map(const std::string& path, std::size_t offset, std::size_t count) {
  const auto refuse = [&](const std::string& why) -> TokenStore {
    throw Error(ErrorCode::kIo, "The tokens in " + path + " cannot be read: " + why + ".");
  };
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return refuse(std::strerror(errno));
  struct stat about {};
  const bool known = ::fstat(file, &about) == 0;
  const std::size_t bytes = offset + count * sizeof(std::uint16_t);
  if (!known || static_cast<std::size_t>(about.st_size) < bytes) {
    ::close(file);
    return refuse("the file is too short");
  }
  void* const place = ::mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, file, 0);
  const int failed = errno;
  ::close(file);  // the mapping stays
  if (place == MAP_FAILED) return refuse(std::strerror(failed));
  TokenStore store;
  store.keeper_ =
      std::shared_ptr<const void>(place, [bytes](const void* at) { ::munmap(const_cast<void*>(at), bytes); });
  store.first_ = reinterpret_cast<const std::uint16_t*>(static_cast<const char*>(place) + offset);
  store.size_ = count;
  return store;
}

}  // namespace lacuna::engine

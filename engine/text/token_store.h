// SPDX-License-Identifier: GPL-3.0-or-later
// Token ids in a row: of a vector, or of a file that stays on the disk and is paged in where it is looked at, so that a
// corpus may be larger than the memory. Copies share the tokens. Safe to read from several threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace lacuna::engine {

class TokenStore {
 public:
  TokenStore() = default;
  TokenStore(std::vector<std::uint16_t> tokens);
  TokenStore(std::initializer_list<std::uint16_t> tokens) : TokenStore(std::vector<std::uint16_t>(tokens)) {}
  // `count` tokens from byte `offset` on (a multiple of 2), little-endian. Throws Error(kIo) naming the file where it
  // cannot be mapped or is shorter.
  static TokenStore map(const std::string& path, std::size_t offset, std::size_t count);

  const std::uint16_t* data() const { return first_; }
  const std::uint16_t* begin() const { return first_; }
  const std::uint16_t* end() const { return first_ + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::uint16_t operator[](std::size_t i) const { return first_[i]; }
  // The same ids, wherever they are.
  bool operator==(const TokenStore& other) const { return std::equal(begin(), end(), other.begin(), other.end()); }

 private:
  std::shared_ptr<const void> keeper_;  // the vector, or the mapping
  const std::uint16_t* first_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as files hold them: little-endian, at any address. The processors that Lacuna runs on have them so too.
#pragma once

#include <bit>
#include <cstring>

namespace lacuna::engine {

static_assert(std::endian::native == std::endian::little);

// sizeof(Number) bytes lie at `at`.
template <typename Number>
Number loadNumber(const void* at) {
  Number number;
  std::memcpy(&number, at, sizeof number);
  return number;
}

}  // namespace lacuna::engine

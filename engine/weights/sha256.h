// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256 (FIPS 180-4), by which a base is known for the one that an adapter was trained on.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace lacuna::engine {

// 64 hexadecimal digits, lower case. About 0.3 s for 100 MB; a fifth of that where the processor has instructions for
// it.
std::string sha256(std::span<const std::byte> bytes);

// Without those instructions, whatever the processor has: the plain twin, for tests.
std::string plainSha256(std::span<const std::byte> bytes);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The little of UTF-8 that the engine needs.
#pragma once

#include <cstddef>
#include <string_view>

namespace lacuna::engine {

// Length in bytes (1..4) of the well-formed character at the start of text; 0 when it is malformed or text is empty.
std::size_t utf8Length(std::string_view text);

// Offset of the first malformed byte, or text.size() when all is well.
std::size_t utf8Invalid(std::string_view text);

// Bytes that begin a character.
std::size_t countCharacters(std::string_view text);

}  // namespace lacuna::engine

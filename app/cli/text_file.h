// SPDX-License-Identifier: GPL-3.0-or-later
// Reading the text to work on.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace lacuna::app {

// The file to work on cannot be used; what() is one sentence.
class BadInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t kMostInputBytes = std::size_t{256} << 20;

// The whole file, checked to be UTF-8. Throws BadInput: not there, a folder, unreadable, empty, too large, or not
// UTF-8 (then the sentence names the first bad byte).
std::string readText(const std::string& path);

}  // namespace lacuna::app

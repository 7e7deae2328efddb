// SPDX-License-Identifier: GPL-3.0-or-later
// LibTorch holds Gloo compiled in, and its wheels bring no header of it. LibTorch's own ProcessGroupGloo.hpp needs no
// more of Gloo than these names, behind shared pointers; nothing here is laid out, made or called by us. Where Gloo's
// own headers are, they are found first.
#pragma once

#include <chrono>

namespace gloo {
class Context {
 public:
  void setTimeout(std::chrono::milliseconds timeout);
};
}  // namespace gloo

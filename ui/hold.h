// SPDX-License-Identifier: GPL-3.0-or-later
// While one lives, `count` is above 0 and what it counts for is held back. Each thread its own.
#pragma once

namespace lacuna::ui {

class Hold {
 public:
  explicit Hold(int& count) : count_(count) { ++count_; }
  ~Hold() { --count_; }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;

 private:
  int& count_;
};

}  // namespace lacuna::ui

// SPDX-License-Identifier: GPL-3.0-or-later
// Single keys from the terminal, without Enter.
#pragma once

#include <termios.h>

namespace lacuna::app {

enum class Key { None, Left, Right, Home, End, Space, Tab, Quit };

// From its making to its end the terminal hands keys over at once and does not echo them; Ctrl+C stays what it is.
class Keyboard {
 public:
  explicit Keyboard(int descriptor);
  ~Keyboard();
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;

  // False where the descriptor is no terminal: wait() then only waits.
  bool there() const { return there_; }
  // The next key; None after so many milliseconds, for a key that means nothing, and when a signal came. Below 0 it
  // waits as long as it takes.
  Key wait(int milliseconds) const;

 private:
  int descriptor_;
  bool there_ = false;
  termios before_{};
};

// What the bytes of one key press mean.
Key keyOf(const char* bytes, int count);

}  // namespace lacuna::app

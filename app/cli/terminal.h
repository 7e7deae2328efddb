// SPDX-License-Identifier: GPL-3.0-or-later
// What the terminal at standard output can do.
#pragma once

namespace lacuna::app {

struct Terminal {
  bool live = false;    // lines may be redrawn in place: a terminal, and not TERM=dumb
  bool colour = false;  // live, and NO_COLOR is not set
  int columns = 80;
  int rows = 24;
};

// Asks anew on each call, so that a resized terminal is noticed. descriptor: 1 standard output, 2 standard error.
Terminal terminalAt(int descriptor);

}  // namespace lacuna::app

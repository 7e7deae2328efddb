// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace lacuna::app {
namespace {

engine::CancelFlag interrupted{false};
static_assert(engine::CancelFlag::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void onSignal(int) {
  if (!interrupted.exchange(true)) return;
  // Twice: the person will not wait. Ink and cursor are given back, in case that a drawing stood in a terminal.
  if (isatty(1) == 1) {
    [[maybe_unused]] const ssize_t ignored = write(1, "\x1b[0m\x1b[?25h\r\n", 12);
  }
  _exit(130);
}

}  // namespace

engine::CancelFlag& stopOnInterrupt() {
  struct sigaction action {};
  action.sa_handler = onSignal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return interrupted;
}

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <unistd.h>

#include <csignal>

namespace lacuna::app {
namespace {

engine::CancelFlag interrupted{false};
static_assert(engine::CancelFlag::is_always_lock_free, "a signal handler may only touch lock-free atomics");

bool impatient = false;  // set before the handler is

constexpr unsigned kPatience = 1;  // second

// Ink and cursor are given back, in case that a drawing stood in a terminal.
[[noreturn]] void end() {
  if (isatty(1) == 1) {
    [[maybe_unused]] const ssize_t ignored = write(1, "\x1b[0m\x1b[?25h\r\n", 12);
  }
  _exit(130);
}

void onSignal(int) {
  if (interrupted.exchange(true)) end();  // twice: the person will not wait
  if (impatient) alarm(kPatience);
}

void onAlarm(int) {
  constexpr char kSentence[] = "\nlacuna: Stopped; nothing was written.\n";
  [[maybe_unused]] const ssize_t ignored = write(2, kSentence, sizeof kSentence - 1);
  end();
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  action.sa_flags = 0;  // what waits, for the other end of a pipe for instance, waits no longer
  sigaction(signal, &action, nullptr);
}

}  // namespace

engine::CancelFlag& stopOnInterrupt() {
  handle(SIGINT, onSignal);
  handle(SIGTERM, onSignal);
  return interrupted;
}

engine::CancelFlag& stopSoonOnInterrupt() {
  impatient = true;
  handle(SIGALRM, onAlarm);
  return stopOnInterrupt();
}

}  // namespace lacuna::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <csignal>

namespace lacuna::app {
namespace {

engine::CancelFlag interrupted{false};
static_assert(engine::CancelFlag::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void onSignal(int number) {
  interrupted.store(true);
  std::signal(number, SIG_DFL);
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

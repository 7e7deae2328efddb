// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/workers.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace lacuna::engine {

int stepThreads() {
  const char* const wanted = std::getenv("OMP_NUM_THREADS");
  return std::max(1, wanted != nullptr ? std::atoi(wanted) : static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/freed_memory.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace lacuna::engine {

#ifdef __GLIBC__

void keepFreedMemory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that it takes
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
}

void keepAllMemory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);  // never
}

void returnFreedMemory() { malloc_trim(0); }

#else

void keepFreedMemory() {}
void keepAllMemory() {}
void returnFreedMemory() {}

#endif

}  // namespace lacuna::engine

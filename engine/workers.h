// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lacuna::engine {

// Threads that may work on one denoising step, each on candidates of its own: OMP_NUM_THREADS where it is set, else one
// a core. LibTorch's own threads, which meet many times a step, leave a core free (engine.cpp); these meet once, so a
// busy neighbour costs at most what it takes.
int stepThreads();

}  // namespace lacuna::engine

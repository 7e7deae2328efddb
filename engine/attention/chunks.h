// SPDX-License-Identifier: GPL-3.0-or-later
// Where a context stream is cut into chunks, each with a summary row of its own ("chunk global").
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lacuna::engine {

// The first token of every chunk, ascending, 0 among them; empty for no tokens or chunk < 2. Chunks have `chunk` tokens
// on average, chunk / 2 to twice that mostly.
//
// A cut depends on the tokens within chunk / 2 of it and on nothing else: an edit moves the cuts around it, and every
// other chunk stays what it was, wherever it stands now. (Cuts at fixed places would all move with a typed letter.)
// A place is a cut where the hash of the tokens around it is the largest within chunk / 2 to either side, which is
// the local-maximum rule of Bjorner, Blass and Gurevich 2010 ("Content-dependent chunking for differential
// compression"); stretches of repeated text, which have no such place, are cut evenly.
std::vector<std::int32_t> cutChunks(std::span<const std::int64_t> tokens, int chunk);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of memory that was let go of. Of glibc's allocator; elsewhere they do nothing. Any thread.
#pragma once

namespace lacuna::engine {

// What a pass lets go of, the next one wants again: handed back to the system each time, its pages would have to be
// cleared each time, a tenth of a layer's attention over 8,192 tokens. Larger pieces still go back at once.
void keepFreedMemory();

// A program that trains wants in each step what it let go of in the last, whatever its size: nothing goes back before
// it ends, where in a session a reading's peak would stay.
void keepAllMemory();

// Back to the system. While a model is opened, what its file held and the weights as they were in it lie between what
// is kept and are not wanted again, but each time the system clears the pages that the next ones take.
void returnFreedMemory();
constexpr int kLayersBetweenReturns = 6;

}  // namespace lacuna::engine

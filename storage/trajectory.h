// SPDX-License-Identifier: GPL-3.0-or-later
// A run's trajectory as bytes. Lossless but for what a confidence of one byte leaves out.
//
// Format: one zstd frame with a checksum, in it LEB128 numbers: a version; a table of the distinct pairs of id and
// text; the shape of each frame (candidates, gaps, tokens), one byte where it is that of the frame before; then, for
// all tokens of all frames in order, three streams that each suit the compressor:
//   0 where the token is that of the step before, else 1 + its number in the table;
//   the confidence minus that of the step before, modulo 256;
//   bit 0 settled, bit 1 flipped.
#pragma once

#include <QByteArray>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

// The trajectory, with every second frame left out as often as it takes to make it storable (8 million tokens over all
// frames); the last frame always stays.
Trajectory thinned(const Trajectory& trajectory);

// REQUIRES: storable, as thinned() returns it.
QByteArray packTrajectory(const Trajectory& trajectory);
// Empty when the bytes are damaged or hostile.
std::optional<Trajectory> unpackTrajectory(const QByteArray& bytes);

}  // namespace lacuna::storage

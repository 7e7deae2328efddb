// SPDX-License-Identifier: GPL-3.0-or-later
// The first format of a trajectory, which libraries of version 0.1 hold. It is read, never written.
//
// One zstd frame, in it LEB128 numbers: the version; a table of the distinct pairs of id and text; the shapes; then,
// for all tokens of all frames in order, three streams:
//   0 where the token is that of the step before, else 1 + its number in the table;
//   the confidence minus that of the step before, modulo 256;
//   bit 0 settled, bit 1 flipped.
#pragma once

#include <QByteArray>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

// content: of the zstd frame. Empty when it is damaged or hostile.
std::optional<Trajectory> unpackVersion1(const QByteArray& content);

}  // namespace lacuna::storage

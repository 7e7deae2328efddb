// SPDX-License-Identifier: GPL-3.0-or-later
// A run's steps as bytes: what was on the page, and what the model thought of it. Lossless on the grid that the values
// have (bytes for probabilities, sixteenths of a nat, and storedShare()).
//
// Format 2: the byte 2, then streams, each a LEB128 size and one zstd frame with a checksum. Each stream holds one kind
// of thing, which suits the compressor; trajectory_streams.h names them. Distinct pairs of id and text are kept once,
// the frequent ones under small numbers. What a token was at the step before is what the next step is told against.
// Format 1 (a zstd frame by itself, pieces and confidences only) is still read.
#pragma once

#include <QByteArray>
#include <optional>

#include "storage/values.h"

namespace lacuna::storage {

// Shares of attention and of experts' loads are kept in steps of 1/16384, as they come back: 0 for less than half a
// step, and for what is no share.
constexpr float kShareSteps = 16384.0F;
inline float storedShare(float share) {
  const float bounded = share > 0.0F ? (share < 1.0F ? share : 1.0F) : 0.0F;  // NaN becomes 0
  return static_cast<float>(static_cast<int>(bounded * kShareSteps + 0.5F)) / kShareSteps;
}

struct RunSteps {
  Trajectory trajectory;
  QVector<RunBlock> context;
};

// Puts the steps of a finished run, which stand in the order of its streams, into that of its candidates.
void orderCandidates(Run* run);

// The trajectory, with every second frame left out as often as it takes to make it storable (a million tokens over all
// frames); the last frame always stays.
Trajectory thinned(const Trajectory& trajectory);

// REQUIRES: storable, as thinned() returns it.
QByteArray packTrajectory(const Trajectory& trajectory, const QVector<RunBlock>& context = {});
// Empty when the bytes are damaged or hostile.
std::optional<RunSteps> unpackTrajectory(const QByteArray& bytes);

}  // namespace lacuna::storage

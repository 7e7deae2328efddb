// SPDX-License-Identifier: GPL-3.0-or-later
// What the two sides of the second format of a trajectory share: its streams, and the packing of them.
#pragma once

#include <QByteArray>
#include <array>
#include <optional>

namespace lacuna::storage {

constexpr quint8 kTrajectoryVersion = 2;

constexpr int kRanks = 8;  // alternatives that a token can have
constexpr quint8 kTokenSettled = 1;
constexpr quint8 kTokenFlipped = 2;

// In the order in which they stand. "Told" means: minus the same thing of the step before, where there is one.
enum class Stream {
  Shapes,        // steps and shapes, then the blocks of the context
  Table,         // the distinct pairs of id and text
  Pieces,        // a token: 0 as at the step before; 1..8 its own alternative of that rank; 8 + n the table's nth
  Confidences,   // a token: a byte, told
  Flags,         // a token: kTokenSettled, kTokenFlipped
  Entropies,     // a token: a byte, told
  Counts,        // a token: how many alternatives it has
  Ranks,         // an alternative: 0 a new one; 1..8 the one that had this rank at the step before
  NewLow,        // a new alternative: the lowest byte of its number in the table,
  NewHigh,       //   and the rest
  Odds,          // an alternative: a byte, minus that of the one before it in the list
  ExpertCounts,  // a token: how many layers it has experts of
  Experts,       // an expert: 0 as at the step before, else 1 + its number
  Loads,         // a frame: layers, experts of each, shares in 1/kShareSteps, told
  Attention,     // a frame: blocks, shares in 1/kShareSteps, told
};
constexpr std::size_t kStreams = 15;

using Streams = std::array<QByteArray, kStreams>;
inline QByteArray& of(Streams& streams, Stream stream) { return streams[static_cast<std::size_t>(stream)]; }
inline const QByteArray& of(const Streams& streams, Stream stream) { return streams[static_cast<std::size_t>(stream)]; }

// The version, then each stream's size and zstd frame.
QByteArray packStreams(const Streams& streams);
// Empty when the bytes are damaged, have another version, or would take more than 64 MiB.
std::optional<Streams> unpackStreams(const QByteArray& bytes);

}  // namespace lacuna::storage

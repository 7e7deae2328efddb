// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes of a trajectory's frames, candidates x gaps x tokens, and the walk over all its tokens. Both versions of
// the format use them.
#pragma once

#include <utility>

#include "storage/values.h"
#include "storage/varint.h"

namespace lacuna::storage {

using FrameTokens = QVector<QVector<QVector<RunToken>>>;

bool sameShape(const FrameTokens& a, const FrameTokens& b);

struct FrameSize {
  qint64 tokens = 0;
  qint64 cells = 0;  // candidates, gaps and tokens
};
FrameSize sizeOf(const FrameTokens& frame);

// What a trajectory may hold over all its frames. In memory a token takes some 100 bytes, and its alternatives more.
constexpr FrameSize kMost{qint64(1) << 20, qint64(1) << 21};
constexpr qint64 kMostFrames = qint64(1) << 16;
constexpr qint64 kMostPairs = qint64(1) << 20;   // distinct pairs of id and text
constexpr qint64 kMostBlocks = qint64(1) << 20;  // of context, and shares of one frame
constexpr qint64 kMostLayers = 255;              // of a frame's loads, as of a token's experts

// Step and shape of each frame; a byte says that the shape is that of the frame before.
void putShapes(QByteArray& bytes, const Trajectory& trajectory);
// False where there are more tokens or cells than the limits. Tokens are left as they are made.
bool readShapes(ByteReader& reader, Trajectory& trajectory, const FrameSize& most);

// For each frame, whether it has the shape of the frame before.
QVector<bool> repeatedShapes(const Trajectory& trajectory);

// Calls visit(token, the same token of the frame before or null), in the order of the frames. A visit that returns
// false is the last one. repeated: as repeatedShapes() tells it.
template <typename Frames, typename Visit>
void visitTokens(Frames& frames, const QVector<bool>& repeated, const Visit& visit) {
  for (qsizetype f = 0; f < frames.size(); ++f) {
    auto& frame = frames[f].tokens;
    for (qsizetype c = 0; c < frame.size(); ++c) {
      for (qsizetype g = 0; g < frame[c].size(); ++g) {
        for (qsizetype t = 0; t < frame[c][g].size(); ++t) {
          const RunToken* before = repeated[f] ? &std::as_const(frames)[f - 1].tokens[c][g][t] : nullptr;
          visit(frame[c][g][t], before);
        }
      }
    }
  }
}

}  // namespace lacuna::storage

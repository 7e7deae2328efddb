// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trajectory_shape.h"

namespace lacuna::storage {
namespace {

using Row = QVector<RunToken>;

void putShape(QByteArray& bytes, const FrameTokens& frame) {
  putNumber(bytes, static_cast<quint64>(frame.size()));
  for (const auto& gaps : frame) {
    putNumber(bytes, static_cast<quint64>(gaps.size()));
    for (const Row& row : gaps) {
      putNumber(bytes, static_cast<quint64>(row.size()));
    }
  }
}

// Rows beyond the limit stay empty; the caller refuses them by `size`.
FrameTokens readShape(ByteReader& reader, qint64 mostTokens, FrameSize* size) {
  FrameTokens frame(reader.count(kMost.cells));
  *size = {0, frame.size()};
  for (auto& gaps : frame) {
    gaps.resize(reader.count(kMost.cells));
    size->cells += gaps.size();
    for (Row& row : gaps) {
      const quint64 tokens = reader.number();
      const bool fits = tokens <= static_cast<quint64>(mostTokens - size->tokens);
      size->tokens = fits ? size->tokens + static_cast<qint64>(tokens) : mostTokens + 1;
      if (!fits) {
        return frame;
      }
      row.resize(static_cast<qsizetype>(tokens));
    }
  }
  size->cells += size->tokens;
  return frame;
}

}  // namespace

bool sameShape(const FrameTokens& a, const FrameTokens& b) {
  if (a.size() != b.size()) {
    return false;
  }
  for (qsizetype c = 0; c < a.size(); ++c) {
    if (a[c].size() != b[c].size()) {
      return false;
    }
    for (qsizetype g = 0; g < a[c].size(); ++g) {
      if (a[c][g].size() != b[c][g].size()) {
        return false;
      }
    }
  }
  return true;
}

FrameSize sizeOf(const FrameTokens& frame) {
  FrameSize size{0, frame.size()};
  for (const auto& gaps : frame) {
    size.cells += gaps.size();
    for (const Row& row : gaps) {
      size.tokens += row.size();
    }
  }
  size.cells += size.tokens;
  return size;
}

QVector<bool> repeatedShapes(const Trajectory& trajectory) {
  QVector<bool> repeated;
  for (qsizetype f = 0; f < trajectory.size(); ++f) {
    repeated.append(f > 0 && sameShape(trajectory[f].tokens, trajectory[f - 1].tokens));
  }
  return repeated;
}

void putShapes(QByteArray& bytes, const Trajectory& trajectory) {
  const QVector<bool> repeated = repeatedShapes(trajectory);
  putNumber(bytes, static_cast<quint64>(trajectory.size()));
  for (qsizetype f = 0; f < trajectory.size(); ++f) {
    putNumber(bytes, static_cast<quint32>(trajectory[f].step));
    bytes.append(repeated[f] ? '\1' : '\0');
    if (!repeated[f]) {
      putShape(bytes, trajectory[f].tokens);
    }
  }
}

bool readShapes(ByteReader& reader, Trajectory& trajectory, const FrameSize& most) {
  trajectory.resize(reader.count(kMostFrames, 2));
  FrameSize sum;
  FrameSize last;
  for (qsizetype f = 0; f < trajectory.size(); ++f) {
    trajectory[f].step = static_cast<int>(static_cast<quint32>(reader.number()));
    const quint8 repeats = reader.byte();
    if (repeats > (f > 0 ? 1 : 0) || !reader.ok()) {
      return false;
    }
    if (repeats == 1) {
      trajectory[f].tokens = trajectory[f - 1].tokens;  // shared until it is written to
    } else {
      trajectory[f].tokens = readShape(reader, most.tokens - sum.tokens, &last);
    }
    sum.tokens += last.tokens;
    sum.cells += last.cells;
    if (!reader.ok() || sum.tokens > most.tokens || sum.cells > most.cells) {
      return false;
    }
  }
  return reader.ok();
}

}  // namespace lacuna::storage

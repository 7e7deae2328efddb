// SPDX-License-Identifier: GPL-3.0-or-later
// A trajectory as version 0.1 wrote it: ids, texts, confidences and flags. The program only reads this format.
#pragma once

#include "storage/codec.h"
#include "storage/trajectory_shape.h"

namespace lacuna::storage::test {

inline QByteArray contentOfVersion1(const Trajectory& trajectory) {
  QVector<std::pair<qint32, QString>> known;
  QByteArray table, frames, pieces, confidences, flags;
  putShapes(frames, trajectory);
  visitTokens(trajectory, repeatedShapes(trajectory), [&](const RunToken& token, const RunToken* before) {
    if (before != nullptr && before->id == token.id && before->text == token.text) {
      putNumber(pieces, 0);
    } else {
      const auto pair = std::pair(token.id, token.text);
      if (!known.contains(pair)) {
        const QByteArray text = encodeText(token.text);
        putNumber(table, static_cast<quint32>(token.id));
        putNumber(table, static_cast<quint64>(text.size()));
        table += text;
        known.append(pair);
      }
      putNumber(pieces, static_cast<quint64>(known.indexOf(pair)) + 1);
    }
    confidences.append(static_cast<char>(token.confidence - (before != nullptr ? before->confidence : 0)));
    flags.append(static_cast<char>((token.settled ? 1 : 0) | (token.flipped ? 2 : 0)));
  });
  QByteArray bytes;
  putNumber(bytes, 1);
  putNumber(bytes, static_cast<quint64>(known.size()));
  return bytes + table + frames + pieces + confidences + flags;
}

// What version 1 kept of it.
inline Trajectory keptByVersion1(Trajectory trajectory) {
  for (RunFrame& frame : trajectory) {
    frame.expertLoad.clear();
    frame.attention.clear();
    for (auto& candidate : frame.tokens) {
      for (auto& row : candidate) {
        for (RunToken& token : row) {
          token.entropy = 0;
          token.alternatives.clear();
          token.experts.clear();
        }
      }
    }
  }
  return trajectory;
}

}  // namespace lacuna::storage::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trajectory_version_1.h"

#include <algorithm>

#include "storage/codec.h"
#include "storage/trajectory_shape.h"

namespace lacuna::storage {
namespace {

constexpr quint64 kVersion = 1;
constexpr quint8 kSettled = 1;
constexpr quint8 kFlipped = 2;

using Table = QVector<std::pair<qint32, QString>>;

std::optional<Table> readTable(ByteReader& reader) {
  Table table(reader.count(kMostPairs, 2));
  for (auto& [id, text] : table) {
    id = static_cast<qint32>(static_cast<quint32>(reader.number()));
    const std::optional<QString> piece = decodeText(reader.take(reader.count()));
    if (!piece) {
      return std::nullopt;
    }
    text = *piece;
  }
  return table;
}

}  // namespace

std::optional<Trajectory> unpackVersion1(const QByteArray& content) {
  ByteReader reader(content);
  if (reader.number() != kVersion) {
    return std::nullopt;
  }
  const std::optional<Table> table = readTable(reader);
  Trajectory trajectory;
  // A token takes a byte in each stream.
  if (!table || !readShapes(reader, trajectory, {std::min(reader.left() / 3, kMost.tokens), kMost.cells})) {
    return std::nullopt;
  }
  const QVector<bool> repeated = repeatedShapes(trajectory);
  bool sound = true;
  visitTokens(trajectory, repeated, [&](RunToken& token, const RunToken* before) {
    const quint64 number = reader.number();
    if (number == 0 && before != nullptr) {
      token.id = before->id;
      token.text = before->text;
    } else if (number > 0 && number <= static_cast<quint64>(table->size())) {
      std::tie(token.id, token.text) = table->at(static_cast<qsizetype>(number - 1));
    } else {
      sound = false;
    }
  });
  visitTokens(trajectory, repeated, [&](RunToken& token, const RunToken* before) {
    token.confidence = static_cast<quint8>(reader.byte() + (before != nullptr ? before->confidence : 0));
  });
  visitTokens(trajectory, repeated, [&](RunToken& token, const RunToken*) {
    const quint8 flags = reader.byte();
    token.settled = (flags & kSettled) != 0;
    token.flipped = (flags & kFlipped) != 0;
  });
  return sound && reader.atEnd() ? std::optional(trajectory) : std::nullopt;
}

}  // namespace lacuna::storage

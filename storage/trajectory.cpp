// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trajectory.h"

#include <QHash>
#include <utility>

#include "storage/codec.h"

namespace lacuna::storage {
namespace {

constexpr quint64 kVersion = 1;
constexpr qint64 kLargest = qint64(1) << 25;  // bytes before compression
constexpr qint64 kLargestTokens = kLargest / 4;
constexpr qint64 kLargestCells = 2 * kLargestTokens;  // candidates, gaps and tokens of all frames
constexpr quint8 kSettled = 1;
constexpr quint8 kFlipped = 2;

using Row = QVector<RunToken>;
using Frame = QVector<QVector<Row>>;

void put(QByteArray& bytes, quint64 value) {
  while (value >= 0x80) {
    bytes.append(static_cast<char>(0x80 | (value & 0x7F)));
    value >>= 7;
  }
  bytes.append(static_cast<char>(value));
}

class Reader {
 public:
  explicit Reader(const QByteArray& bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  qint64 left() const { return bytes_.size() - at_; }

  quint8 byte() {
    if (left() < 1) {
      ok_ = false;
      return 0;
    }
    return static_cast<quint8>(bytes_[at_++]);
  }
  quint64 number() {
    quint64 value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const quint8 part = byte();
      value |= static_cast<quint64>(part & 0x7F) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  // A count of things that take a byte each at least.
  qsizetype count() {
    const quint64 value = number();
    if (value > static_cast<quint64>(left())) {
      ok_ = false;
    }
    return ok_ ? static_cast<qsizetype>(value) : 0;
  }
  QByteArray take(qsizetype size) {
    const QByteArray part = bytes_.mid(at_, size);
    at_ += size;
    return part;
  }

 private:
  const QByteArray& bytes_;
  qsizetype at_ = 0;
  bool ok_ = true;
};

bool sameShape(const Frame& a, const Frame& b) {
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

void putShape(QByteArray& bytes, const Frame& frame) {
  put(bytes, static_cast<quint64>(frame.size()));
  for (const auto& gaps : frame) {
    put(bytes, static_cast<quint64>(gaps.size()));
    for (const Row& row : gaps) {
      put(bytes, static_cast<quint64>(row.size()));
    }
  }
}

struct Size {
  qint64 tokens = 0;
  qint64 cells = 0;
};

Size sizeOf(const Frame& frame) {
  Size size{0, frame.size()};
  for (const auto& gaps : frame) {
    size.cells += gaps.size();
    for (const Row& row : gaps) {
      size.tokens += row.size();
    }
  }
  size.cells += size.tokens;
  return size;
}

Frame readShape(Reader& reader) {
  Frame frame(reader.count());
  qint64 tokens = 0;
  for (auto& gaps : frame) {
    gaps.resize(reader.count());
    for (Row& row : gaps) {
      const qsizetype size = reader.count();
      tokens += size;
      row.resize(tokens <= kLargestTokens ? size : 0);  // more is refused by the caller, by the bytes that are left
    }
  }
  return frame;
}

// Calls visit(token, the same token of the frame before or null).
template <typename Frames, typename Visit>
void visitTokens(Frames& frames, const QVector<bool>& same, const Visit& visit) {
  for (qsizetype f = 0; f < frames.size(); ++f) {
    auto& frame = frames[f].tokens;
    for (qsizetype c = 0; c < frame.size(); ++c) {
      for (qsizetype g = 0; g < frame[c].size(); ++g) {
        for (qsizetype t = 0; t < frame[c][g].size(); ++t) {
          const RunToken* before = same[f] ? &std::as_const(frames)[f - 1].tokens[c][g][t] : nullptr;
          visit(frame[c][g][t], before);
        }
      }
    }
  }
}

}  // namespace

Trajectory thinned(const Trajectory& trajectory) {
  const auto fits = [](const Trajectory& frames) {
    Size size;
    for (const RunFrame& frame : frames) {
      const Size one = sizeOf(frame.tokens);
      size.tokens += one.tokens;
      size.cells += one.cells;
    }
    return size.tokens <= kLargestTokens && size.cells <= kLargestCells;
  };
  Trajectory kept = trajectory;
  while (!fits(kept) && kept.size() > 1) {
    Trajectory half;
    for (qsizetype f = (kept.size() + 1) % 2; f < kept.size(); f += 2) {
      half.append(kept[f]);
    }
    kept = half;
  }
  return kept;
}

QByteArray packTrajectory(const Trajectory& trajectory) {
  QHash<std::pair<qint32, QString>, quint64> numbers;
  QByteArray table;
  QByteArray shapes;
  QVector<bool> same;
  for (qsizetype f = 0; f < trajectory.size(); ++f) {
    same.append(f > 0 && sameShape(trajectory[f].tokens, trajectory[f - 1].tokens));
    put(shapes, static_cast<quint32>(trajectory[f].step));
    shapes.append(same[f] ? '\1' : '\0');
    if (!same[f]) {
      putShape(shapes, trajectory[f].tokens);
    }
  }
  QByteArray pieces;
  QByteArray confidences;
  QByteArray flags;
  visitTokens(trajectory, same, [&](const RunToken& token, const RunToken* before) {
    if (before != nullptr && before->id == token.id && before->text == token.text) {
      put(pieces, 0);
    } else {
      const auto key = std::pair(token.id, token.text);
      auto number = numbers.constFind(key);
      if (number == numbers.cend()) {
        const QByteArray text = encodeText(token.text);
        put(table, static_cast<quint32>(token.id));
        put(table, static_cast<quint64>(text.size()));
        table += text;
        number = numbers.insert(key, static_cast<quint64>(numbers.size()) + 1);
      }
      put(pieces, number.value());
    }
    const quint8 last = before != nullptr ? before->confidence : 0;
    confidences.append(static_cast<char>(token.confidence - last));
    flags.append(static_cast<char>((token.settled ? kSettled : 0) | (token.flipped ? kFlipped : 0)));
  });
  QByteArray bytes;
  put(bytes, kVersion);
  put(bytes, static_cast<quint64>(numbers.size()));
  bytes += table;
  put(bytes, static_cast<quint64>(trajectory.size()));
  return compress(bytes + shapes + pieces + confidences + flags);
}

std::optional<Trajectory> unpackTrajectory(const QByteArray& bytes) {
  const std::optional<QByteArray> content = decompress(bytes, {}, kLargest);
  if (!content) {
    return std::nullopt;
  }
  Reader reader(*content);
  if (reader.number() != kVersion) {
    return std::nullopt;
  }
  QVector<std::pair<qint32, QString>> table(reader.count());
  for (auto& [id, text] : table) {
    id = static_cast<qint32>(static_cast<quint32>(reader.number()));
    const std::optional<QString> piece = decodeText(reader.take(reader.count()));
    if (!piece) {
      return std::nullopt;
    }
    text = *piece;
  }
  Trajectory trajectory(reader.count());
  QVector<bool> same;
  Size size;
  Size last;
  for (qsizetype f = 0; f < trajectory.size() && reader.ok(); ++f) {
    trajectory[f].step = static_cast<int>(static_cast<quint32>(reader.number()));
    same.append(f > 0 && reader.byte() == 1);
    if (same[f]) {
      trajectory[f].tokens = trajectory[f - 1].tokens;  // shared until it is written to
    } else {
      if (f == 0 && reader.byte() != 0) {
        return std::nullopt;
      }
      trajectory[f].tokens = readShape(reader);
      last = sizeOf(trajectory[f].tokens);
    }
    size.tokens += last.tokens;
    size.cells += last.cells;
    if (size.tokens * 3 > reader.left() || size.cells > kLargestCells) {
      return std::nullopt;
    }
  }
  bool sound = true;
  visitTokens(trajectory, same, [&](RunToken& token, const RunToken* before) {
    const quint64 number = reader.number();
    if (number == 0 && before != nullptr) {
      token.id = before->id;
      token.text = before->text;
    } else if (number > 0 && number <= static_cast<quint64>(table.size())) {
      token.id = table[static_cast<qsizetype>(number - 1)].first;
      token.text = table[static_cast<qsizetype>(number - 1)].second;
    } else {
      sound = false;
    }
  });
  visitTokens(trajectory, same, [&](RunToken& token, const RunToken* before) {
    token.confidence = static_cast<quint8>(reader.byte() + (before != nullptr ? before->confidence : 0));
  });
  visitTokens(trajectory, same, [&](RunToken& token, const RunToken*) {
    const quint8 flags = reader.byte();
    token.settled = (flags & kSettled) != 0;
    token.flipped = (flags & kFlipped) != 0;
  });
  if (!sound || !reader.ok() || reader.left() != 0) {
    return std::nullopt;
  }
  return trajectory;
}

}  // namespace lacuna::storage

// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/trajectory_streams.h"

#include "storage/codec.h"
#include "storage/varint.h"

namespace lacuna::storage {
namespace {

constexpr qint64 kMostBytes = qint64(1) << 26;  // before compression

}  // namespace

QByteArray packStreams(const Streams& streams) {
  QByteArray bytes(1, static_cast<char>(kTrajectoryVersion));
  for (const QByteArray& stream : streams) {
    const QByteArray packed = compress(stream);
    putNumber(bytes, static_cast<quint64>(packed.size()));
    bytes += packed;
  }
  return bytes;
}

std::optional<Streams> unpackStreams(const QByteArray& bytes) {
  ByteReader reader(bytes);
  if (reader.byte() != kTrajectoryVersion) {
    return std::nullopt;
  }
  Streams streams;
  qint64 left = kMostBytes;
  for (QByteArray& stream : streams) {
    const std::optional<QByteArray> content = decompress(reader.take(reader.count()), {}, left);
    if (!content) {
      return std::nullopt;
    }
    stream = *content;
    left -= stream.size();
  }
  return reader.atEnd() ? std::optional(streams) : std::nullopt;
}

}  // namespace lacuna::storage

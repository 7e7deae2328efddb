// SPDX-License-Identifier: GPL-3.0-or-later
// The few fields of sentencepiece_model.proto that its processor reads, in Protocol Buffers' wire format.
#include "engine/text/sentencepiece_tables.h"

#include <cstdint>
#include <cstring>

namespace lacuna::engine {
namespace {

constexpr int kBpe = 2;

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 128; value >>= 7U) bytes += static_cast<char>((value & 127U) | 128U);
  return bytes + static_cast<char>(value);
}

std::string protoBytes(int field, std::string_view bytes) {
  return varint(static_cast<std::uint64_t>(field) << 3U | 2U) + varint(bytes.size()) + std::string(bytes);
}

std::string protoNumber(int field, std::uint64_t value) {
  return varint(static_cast<std::uint64_t>(field) << 3U) + varint(value);
}

std::string protoFloat(int field, float value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return varint(static_cast<std::uint64_t>(field) << 3U | 5U) + bytes;
}

}  // namespace

std::string sentencePieceProto(const SentencePieceTables& tables) {
  std::string proto;
  for (const SentencePieceTables::Piece& piece : tables.pieces) {
    proto += protoBytes(1, protoBytes(1, piece.text) + protoFloat(2, piece.score) +
                               protoNumber(3, static_cast<std::uint64_t>(piece.type)));
  }
  // trainer_spec: model_type, byte_fallback, unk_id; normalizer_spec: name, add_dummy_prefix, remove_extra_whitespaces,
  // escape_whitespaces.
  proto += protoBytes(2, protoNumber(3, kBpe) + protoNumber(35, 1) +
                             protoNumber(40, static_cast<std::uint64_t>(tables.special.unknown)));
  proto += protoBytes(3, protoBytes(1, "identity") + protoNumber(3, 0) + protoNumber(4, 0) + protoNumber(5, 1));
  return proto;
}

}  // namespace lacuna::engine

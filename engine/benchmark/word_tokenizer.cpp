// SPDX-License-Identifier: GPL-3.0-or-later
// The few fields of SentencePiece's ModelProto (sentencepiece_model.proto) that its processor reads.
#include "engine/benchmark/word_tokenizer.h"

#include <array>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace lacuna::engine {
namespace {

constexpr int kFirstWord = 5 + 1 + 256;  // after the control tokens, the newline and the bytes

enum class PieceKind : char { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kByte = 6 };

// A field that holds bytes; all are shorter than 128.
std::string field(int number, std::string_view bytes) {
  return std::string{static_cast<char>((number << 3) | 2), static_cast<char>(bytes.size())} + std::string(bytes);
}

std::string flag(int number, int value) {
  // Field numbers beyond 15 take two bytes.
  const int tag = number << 3;
  std::string bytes;
  if (tag < 128)
    bytes = std::string{static_cast<char>(tag)};
  else
    bytes = std::string{static_cast<char>((tag & 127) | 128), static_cast<char>(tag >> 7)};
  return bytes + static_cast<char>(value);
}

std::string piece(std::string_view text, PieceKind kind) {
  std::array<char, 5> score{static_cast<char>((2 << 3) | 5)};
  const float value = -10.0F;
  std::memcpy(score.data() + 1, &value, sizeof(value));
  return field(1, field(1, text) + std::string(score.data(), score.size()) + flag(3, static_cast<int>(kind)));
}

}  // namespace

std::string madeUpWord(std::uint64_t index, int vocabulary) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  constexpr std::string_view kVowels = "aeiou";
  auto left = index % static_cast<std::uint64_t>(vocabulary - kFirstWord);
  std::string word = " ";
  for (int syllable = 0; syllable < 4; ++syllable) {
    word += kConsonants[left % kConsonants.size()];
    left /= kConsonants.size();
    word += kVowels[left % kVowels.size()];
    left /= kVowels.size();
  }
  return word;
}

std::string wordTokenizerModel(int vocabulary) {
  std::string model = piece("<unk>", PieceKind::kUnknown);
  for (const char* const control : {"<doc>", "<gap>", "<expand>", "<delete>"})
    model += piece(control, PieceKind::kControl);
  model += piece("\n", PieceKind::kUserDefined);
  for (unsigned byte = 0; byte < 256; ++byte) {
    std::array<char, 8> name{};
    std::snprintf(name.data(), name.size(), "<0x%02X>", byte);
    model += piece(name.data(), PieceKind::kByte);
  }
  for (int i = kFirstWord; i < vocabulary; ++i)
    model += piece("\xE2\x96\x81" + madeUpWord(static_cast<std::uint64_t>(i - kFirstWord), vocabulary).substr(1),
                   PieceKind::kNormal);
  constexpr int kUnigram = 1;
  model += field(2, flag(3, kUnigram) + flag(35, 1));  // byte fallback
  model +=
      field(3, field(1, "identity") + flag(3, 0) + flag(4, 0) + flag(5, 1));  // no prefix, all spaces kept, as U+2581
  return model;
}

}  // namespace lacuna::engine

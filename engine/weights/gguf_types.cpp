// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/gguf_types.h"

#include <bit>

#include "engine/weights/little_endian.h"

namespace lacuna::engine {
namespace {

// IEEE half to float, every bit pattern, subnormal ones and those that are no number too.
float halfToFloat(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16U;
  const std::uint32_t exponent = (half >> 10U) & 31U;
  const std::uint32_t fraction = half & 0x3FFU;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7F800000U | (fraction << 13U));
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  return std::bit_cast<float>(sign | ((exponent + 112U) << 23U) | (fraction << 13U));
}

float readHalf(const unsigned char* at) { return halfToFloat(loadNumber<std::uint16_t>(at)); }

void readFloat32(const unsigned char* block, float* values) { values[0] = loadNumber<float>(block); }

void readFloat16(const unsigned char* block, float* values) { values[0] = readHalf(block); }

void readBfloat16(const unsigned char* block, float* values) {
  values[0] = std::bit_cast<float>(static_cast<std::uint32_t>(loadNumber<std::uint16_t>(block)) << 16U);
}

// Blocks of 32: the low halves of 16 bytes are the first 16 weights, the high halves the rest.
void readQ4_0(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  for (int i = 0; i < 16; ++i) {
    const int byte = block[2 + i];
    values[i] = scale * static_cast<float>((byte & 15) - 8);
    values[i + 16] = scale * static_cast<float>((byte >> 4) - 8);
  }
}

void readQ4_1(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  const float least = readHalf(block + 2);
  for (int i = 0; i < 16; ++i) {
    const int byte = block[4 + i];
    values[i] = scale * static_cast<float>(byte & 15) + least;
    values[i + 16] = scale * static_cast<float>(byte >> 4) + least;
  }
}

// The fifth bit of weight i is bit i of a word of its own.
int fifthBit(std::uint32_t bits, int i) { return static_cast<int>((bits >> static_cast<unsigned>(i)) & 1U) << 4; }

void readQ5_0(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  const auto high = loadNumber<std::uint32_t>(block + 2);
  for (int i = 0; i < 16; ++i) {
    const int byte = block[6 + i];
    values[i] = scale * static_cast<float>(((byte & 15) | fifthBit(high, i)) - 16);
    values[i + 16] = scale * static_cast<float>(((byte >> 4) | fifthBit(high, i + 16)) - 16);
  }
}

void readQ5_1(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  const float least = readHalf(block + 2);
  const auto high = loadNumber<std::uint32_t>(block + 4);
  for (int i = 0; i < 16; ++i) {
    const int byte = block[8 + i];
    values[i] = scale * static_cast<float>((byte & 15) | fifthBit(high, i)) + least;
    values[i + 16] = scale * static_cast<float>((byte >> 4) | fifthBit(high, i + 16)) + least;
  }
}

void readQ8_0(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  for (int i = 0; i < 32; ++i) values[i] = scale * static_cast<float>(static_cast<std::int8_t>(block[2 + i]));
}

// Super-blocks of 256 for K types: eight sub-blocks of 32, whose 6-bit scales and minima are packed into 12 bytes.
struct SubScale {
  float scale;
  float least;
};

SubScale subScale(const unsigned char* packed, int sub) {
  const auto value = [](int bits) { return static_cast<float>(bits); };
  if (sub < 4) return {value(packed[sub] & 63), value(packed[sub + 4] & 63)};
  return {value((packed[sub + 4] & 15) | ((packed[sub - 4] >> 6) << 4)),
          value((packed[sub + 4] >> 4) | ((packed[sub] >> 6) << 4))};
}

void readQ4_K(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  const float least = readHalf(block + 2);
  for (int sub = 0; sub < 8; ++sub) {
    const SubScale own = subScale(block + 4, sub);
    const unsigned char* const bytes = block + 16 + 32 * (sub / 2);
    const int shift = 4 * (sub % 2);
    for (int i = 0; i < 32; ++i) {
      const int weight = (bytes[i] >> shift) & 15;
      values[32 * sub + i] = scale * own.scale * static_cast<float>(weight) - least * own.least;
    }
  }
}

void readQ5_K(const unsigned char* block, float* values) {
  const float scale = readHalf(block);
  const float least = readHalf(block + 2);
  for (int sub = 0; sub < 8; ++sub) {
    const SubScale own = subScale(block + 4, sub);
    const unsigned char* const bytes = block + 48 + 32 * (sub / 2);
    const int shift = 4 * (sub % 2);
    for (int i = 0; i < 32; ++i) {
      const int weight = ((bytes[i] >> shift) & 15) | (((block[16 + i] >> sub) & 1) << 4);
      values[32 * sub + i] = scale * own.scale * static_cast<float>(weight) - least * own.least;
    }
  }
}

// Two halves of 128, of four rows of 32 each: 4 low bits in `low`, 2 high ones in `high`, a scale for 16 weights.
void readQ6_K(const unsigned char* block, float* values) {
  const float scale = readHalf(block + 208);
  for (int part = 0; part < 2; ++part) {
    const unsigned char* const low = block + 64 * part;
    const unsigned char* const high = block + 128 + 32 * part;
    const unsigned char* const scales = block + 192 + 8 * part;
    for (int row = 0; row < 4; ++row) {
      for (int i = 0; i < 32; ++i) {
        const int four = (low[32 * (row % 2) + i] >> (4 * (row / 2))) & 15;
        const int two = (high[i] >> (2 * row)) & 3;
        const float own = static_cast<float>(static_cast<std::int8_t>(scales[2 * row + i / 16]));
        values[128 * part + 32 * row + i] = scale * own * static_cast<float>((four | (two << 4)) - 32);
      }
    }
  }
}

constexpr GgufTensorType kTypes[] = {
    {0, "F32", 1, 4, readFloat32},    {1, "F16", 1, 2, readFloat16},    {30, "BF16", 1, 2, readBfloat16},
    {2, "Q4_0", 32, 18, readQ4_0},    {3, "Q4_1", 32, 20, readQ4_1},    {6, "Q5_0", 32, 22, readQ5_0},
    {7, "Q5_1", 32, 24, readQ5_1},    {8, "Q8_0", 32, 34, readQ8_0},    {12, "Q4_K", 256, 144, readQ4_K},
    {13, "Q5_K", 256, 176, readQ5_K}, {14, "Q6_K", 256, 210, readQ6_K},
};

// ggml's other types, which no file of a language model's weights in common use needs.
struct TypeName {
  std::uint32_t id;
  const char* name;
};
constexpr TypeName kUnread[] = {
    {9, "Q8_1"},   {10, "Q2_K"},   {11, "Q3_K"},  {15, "Q8_K"},  {16, "IQ2_XXS"}, {17, "IQ2_XS"}, {18, "IQ3_XXS"},
    {19, "IQ1_S"}, {20, "IQ4_NL"}, {21, "IQ3_S"}, {22, "IQ2_S"}, {23, "IQ4_XS"},  {24, "I8"},     {25, "I16"},
    {26, "I32"},   {27, "I64"},    {28, "F64"},   {29, "IQ1_M"}, {34, "TQ1_0"},   {35, "TQ2_0"},  {39, "MXFP4"},
};

}  // namespace

const GgufTensorType* findGgufTensorType(std::uint32_t id) {
  for (const GgufTensorType& type : kTypes) {
    if (type.id == id) return &type;
  }
  return nullptr;
}

std::string ggufTensorTypeName(std::uint32_t id) {
  if (const GgufTensorType* const type = findGgufTensorType(id)) return type->name;
  for (const TypeName& type : kUnread) {
    if (type.id == id) return type.name;
  }
  return "number " + std::to_string(id);
}

void dequantizeGguf(const GgufTensorType& type, std::span<const std::byte> data, std::span<float> values) {
  const auto* block = reinterpret_cast<const unsigned char*>(data.data());
  for (std::size_t at = 0; at < values.size(); at += type.weights, block += type.bytes)
    type.dequantize(block, values.data() + at);
}

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The tensor types of GGUF that can be read: how many weights a block holds, in how many bytes, and how to float32.
// Formats after ggml's ggml-common.h and ggml-quants.c. Data is little-endian, as on the processors Lacuna runs on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace lacuna::engine {

struct GgufTensorType {
  std::uint32_t id = 0;       // in the file
  const char* name = "";      // ggml's name, for instance "Q4_K"
  std::uint32_t weights = 1;  // of a block
  std::uint32_t bytes = 4;    // of a block
  // One block of `weights` values from `bytes` bytes, which need no alignment.
  void (*dequantize)(const unsigned char* block, float* values) = nullptr;
};

// nullptr when the type is unknown or cannot be read.
const GgufTensorType* findGgufTensorType(std::uint32_t id);

// The name of any type of ggml, readable or not, or "number 77": for sentences.
std::string ggufTensorTypeName(std::uint32_t id);

// values.size() is a multiple of type.weights and data holds as many blocks.
void dequantizeGguf(const GgufTensorType& type, std::span<const std::byte> data, std::span<float> values);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The GGUF format, versions 2 and 3: metadata by name, then tensors, many of them quantized. Data, never code.
// Everything that a file claims (counts, lengths, types, shapes, offsets, alignment) is checked against the file before
// it is used, so that what is allocated while opening stays within a few times the file's own size.
// Format: ggml's docs/gguf.md. Arrays within arrays, which the format allows and nothing uses, are refused.
//
// Thread: a GgufFile is read-only once made and may be read from any thread.
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/weights/gguf_types.h"
#include "engine/weights/mapped_file.h"

namespace lacuna::engine {

enum class GgufKind : std::uint32_t {
  kUint8,
  kInt8,
  kUint16,
  kInt16,
  kUint32,
  kInt32,
  kFloat32,
  kBool,
  kText,
  kArray,
  kUint64,
  kInt64,
  kFloat64
};

// A value of the metadata; views into the file.
struct GgufValue {
  GgufKind kind = GgufKind::kUint8;  // of the elements, where it is an array
  bool array = false;
  std::size_t count = 1;
  std::span<const std::byte> numbers;   // count little-endian numbers, not aligned; empty for text
  std::vector<std::string_view> texts;  // count texts, any bytes; empty for numbers
};

struct GgufTensor {
  std::string name;
  const GgufTensorType* type = nullptr;
  std::vector<std::int64_t> shape;  // 1 to 4 sizes as LibTorch has them: the file's order reversed, rows first
  std::size_t count = 0;            // of weights
  std::span<const std::byte> data;  // within the file
};

class GgufFile {
 public:
  // Maps the file. Throws Error(kIo) when it cannot be read; Error(kBadModel), naming the file and what is wrong, when
  // it is not GGUF, of another version, truncated, or claims something that cannot be.
  explicit GgufFile(const std::string& path);
  // Over bytes that outlive the object; `name` stands in for the path in sentences.
  GgufFile(std::string name, std::span<const std::byte> bytes);

  const std::string& path() const { return path_; }
  std::span<const std::byte> bytes() const { return bytes_; }
  std::uint32_t version() const { return version_; }

  // The metadata under `key`; nullptr when the file has none.
  const GgufValue* find(std::string_view key) const;
  // Nothing when the key is missing; throws Error(kBadModel) when its value is of another kind, or (whole numbers) lies
  // outside of int64. Whole numbers pass as `number` too.
  std::optional<std::string_view> text(std::string_view key) const;
  std::optional<std::int64_t> whole(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;
  std::optional<bool> flag(std::string_view key) const;
  // Arrays; empty when the key is missing.
  std::vector<std::string_view> texts(std::string_view key) const;
  std::vector<std::int64_t> wholes(std::string_view key) const;
  std::vector<float> numbers(std::string_view key) const;

  const std::vector<GgufTensor>& tensors() const { return tensors_; }
  const GgufTensor* findTensor(std::string_view name) const;

  // "The model file PATH cannot be used: WHY.", as Error(kBadModel).
  [[noreturn]] void refuse(const std::string& why) const;

 private:
  class Parser;
  friend class Parser;
  void parse();
  const GgufValue* findKind(std::string_view key, bool array, const char* wanted) const;

  std::string path_;
  std::unique_ptr<MappedFile> file_;
  std::span<const std::byte> bytes_;
  std::uint32_t version_ = 0;
  std::map<std::string, GgufValue, std::less<>> values_;
  std::vector<GgufTensor> tensors_;                        // in the file's order
  std::map<std::string, std::size_t, std::less<>> names_;  // into tensors_
};

// float32, of the tensor's shape, with memory of its own.
torch::Tensor dequantize(const GgufTensor& tensor);

// A text of a file as a sentence can hold it: at most 60 bytes, what is not printable ASCII replaced.
std::string shownName(std::string_view text);

}  // namespace lacuna::engine

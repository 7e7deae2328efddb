// SPDX-License-Identifier: GPL-3.0-or-later
// The safetensors format: 8 bytes of header length, a JSON header, raw little-endian data. Data, never code.
// Everything that a file claims is checked before a byte of it is used.
#pragma once

#include <torch/types.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lacuna::engine {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

struct SafeTensors {
  NamedTensors tensors;  // in the order of the file's data; each owns its memory
  std::map<std::string, std::string> metadata;
};

// What a file holds, by its header alone: no tensor is read, and nothing of their size is allocated.
struct TensorClaim {
  std::string name;
  std::vector<std::int64_t> shape;
};
struct SafeTensorsHeader {
  std::vector<TensorClaim> tensors;
  std::map<std::string, std::string> metadata;
};

// Throws as readSafeTensors() does.
SafeTensorsHeader readSafeTensorsHeader(const std::string& path);

// Throws Error(kIo) when the file cannot be read; Error(kBadModel), with the file and the reason, when it is truncated,
// oversized, overlapping, of an unknown type, or otherwise not what its header says.
SafeTensors readSafeTensors(const std::string& path);

// Replaced in one step, and on the disk when this returns (files/output_file.h). float32, float16, bfloat16, int64,
// int32, uint8 and bool. keeping: a name under which the file that is replaced stays. Throws Error(kIo).
void writeSafeTensors(const std::string& path, const NamedTensors& tensors,
                      const std::map<std::string, std::string>& metadata, const std::string& keeping = {});

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// One reading of a base in a file: the tokens that were read, and their keys and values in 16 bits.
//
//   128 bytes  magic, version, precision, layers, key heads, head size, bits a number, tokens; SHA-256 of the base
//   tokens     int32 each, filled up with zeros to a multiple of 64 bytes
//   rows       layer by layer: keys [R, G, D] before rotation, values [R, G, D]; float16
//   64 bytes   SHA-256 of all before it, in hexadecimal digits
//
// Numbers are stored as the processor has them (little-endian wherever this program runs). A file is data and may be
// damaged: it counts as a page where all of this is right, and its size is what its head says.
//
// Shapes: R tokens, G key heads, D head size. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/causal_base.h"
#include "engine/denoiser/key_values.h"
#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// Another number where the file's layout, or what a reading of the same tokens gives, has changed.
constexpr std::uint32_t kPageVersion = 1;

// What a reading depends on besides its tokens.
struct PageOrigin {
  std::string baseSha256;  // of the base's file, 64 hexadecimal digits
  BasePrecision precision = BasePrecision::kFloat32;
  int layers = 0;
  int keyHeads = 0;
  int headSize = 0;
};

struct PageReading {
  std::vector<TokenId> ids;
  KeyValues kept;  // of all of them, float16 on the processor, views of one buffer
};

// The file's bytes. kept: float16 on the processor, a row a token.
std::string encodePage(const PageOrigin& origin, const PageReading& reading);

// Of an open file: its tokens alone, or everything. Nothing where it is not a page of this origin, or damaged.
std::optional<std::vector<TokenId>> readPageTokens(int file, const PageOrigin& origin);
std::optional<PageReading> readPage(int file, const PageOrigin& origin);

}  // namespace lacuna::engine

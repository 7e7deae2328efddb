// SPDX-License-Identifier: GPL-3.0-or-later
// The derivative of attendTile (avx2_kernel.h), over one block of queries and one key head. Nothing was kept of the
// weights but each row's sum: they are computed again, so no Q x K numbers leave the scratch memory. Compiled with the
// machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: as in avx2_kernel.h.
#pragma once

#include "engine/attention/avx2_kernel.h"

namespace lacuna::engine {

struct AttentionGradientTile {
  AttentionTile forward;               // as it was; out and logSum are read
  const float* outGradient = nullptr;  // rows as those of forward.out
  float* qGradient = nullptr;          // written; rows as those of q, qGradientStride apart
  std::int64_t qGradientStride = 0;
  // What the block adds to its keys and values, in their order in the block: written whole.
  float* keyGradient_KD = nullptr;
  float* valueGradient_KD = nullptr;
};

// Floats of scratch memory that a tile of so many rows (queries times heads that share a key head) and keys needs.
std::size_t gradientScratch(std::int64_t rows, std::int64_t keys, std::int64_t headSize);

// No query comes twice. scratch: 32-byte aligned, of gradientScratch(queries * shared, keys, headSize) floats.
void attendTileGradient(const AttentionGradientTile& tile, float* scratch);

// to[row key_K[j]] += from[j], rows toStride floats apart.
void addRows(const float* from_KD, const std::int64_t* key_K, std::int64_t keys, std::int64_t headSize, float* to,
             std::int64_t toStride);

}  // namespace lacuna::engine

// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of attention where hasAvx2() says yes, over one block of queries and one key head. Compiled with
// the machine's wide instructions, so nothing is included here or there that other files could share.
//
// Shapes: Q queries and K keys of the block, R query heads that share the key head, D head size. All float32, the D
// numbers of a head contiguous.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lacuna::engine {

struct AttentionTile {
  const float* q = nullptr;  // head r of row i at q + i * qStride + r * headSize
  const float* k = nullptr;  // row j at k + j * kStride
  const float* v = nullptr;
  float* out = nullptr;                      // as q, with outStride
  const std::int64_t* query_Q = nullptr;     // rows of q and out; a row that comes twice is written twice
  const std::int64_t* key_K = nullptr;       // rows of k and v
  const float* bias_QK = nullptr;            // 0 or -inf, each row with a 0; rows biasStride apart
  const std::int32_t* visible_Q2 = nullptr;  // per query, its first key and one past its last
  std::int64_t queries = 0;
  std::int64_t keys = 0;
  std::int64_t shared = 1;
  std::int64_t headSize = 0;  // a multiple of 16
  std::int64_t qStride = 0;   // in floats, like the others
  std::int64_t kStride = 0;
  std::int64_t vStride = 0;
  std::int64_t outStride = 0;
  std::int64_t biasStride = 0;
  float* logSum = nullptr;  // null, or where log(sum of e^score) of head r of row i goes: logSum[i * logStride + r]
  std::int64_t logStride = 0;
};

// Floats of scratch memory that a tile of so many keys needs.
std::size_t tileScratch(std::int64_t keys, std::int64_t headSize);

// out = softmax(q k^T / sqrt(D) + bias) v. scratch: 32-byte aligned, of tileScratch(keys, headSize) floats.
void attendTile(const AttentionTile& tile, float* scratch);

}  // namespace lacuna::engine

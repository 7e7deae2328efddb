// SPDX-License-Identifier: GPL-3.0-or-later
// What the kernels of this folder are told, and the numbers that they read. Plain C++: compiled by nvcc for the GPU,
// and by the test for a host that plays one.
//
// A kernel is a function of a Block: the threads that work together, the memory that they share, and the few
// instructions that only a GPU has. CudaBlock (cuda_block.h) is the GPU's; tests/engine/emulated_block.h the host's.
#pragma once

#include <cstdint>
#include <cstring>

#ifdef __CUDACC__
#define LACUNA_KERNEL __device__ __forceinline__
#define LACUNA_UNROLL _Pragma("unroll")  // arrays stay in registers only where every index is known
#else
#define LACUNA_KERNEL inline
#define LACUNA_UNROLL
#endif

namespace lacuna::engine::cuda {

constexpr int kWidth = 64;  // rows of a block, columns of a tile: kListWidth of attention/block_lists.h

// The upper half of a float32.
struct Bfloat16 {
  std::uint16_t bits;
};

LACUNA_KERNEL float toFloat(float value) { return value; }
LACUNA_KERNEL float toFloat(Bfloat16 value) {
  const std::uint32_t wide = static_cast<std::uint32_t>(value.bits) << 16U;
  float result;
  memcpy(&result, &wide, sizeof result);
  return result;
}

LACUNA_KERNEL void store(float value, float* to) { *to = value; }
// To the nearest, ties to even.
LACUNA_KERNEL void store(float value, Bfloat16* to) {
  std::uint32_t wide;
  memcpy(&wide, &value, sizeof wide);
  const bool isNan = (wide & 0x7FFFFFFFU) > 0x7F800000U;
  to->bits = isNan ? std::uint16_t{0x7FC0} : static_cast<std::uint16_t>((wide + 0x7FFFU + ((wide >> 16U) & 1U)) >> 16U);
}

// Rows of heads somewhere in a wider tensor: number d of head h of row i at data + i * row + h * head + d.
template <class Scalar>
struct Rows {
  Scalar* data;
  std::int64_t row;
  std::int64_t head;

  LACUNA_KERNEL Scalar* at(std::int64_t i, std::int64_t h) const { return data + i * row + h * head; }
};

enum class AttentionPass { kForward, kQueryGradients, kKeyGradients };

// A BlockList's tensors.
struct List {
  const std::int32_t* row;
  const std::int32_t* firstTile;
  const std::int32_t* column;
  const std::uint64_t* seen;
};

// Shapes as in attention/attend.h. What a pass does not use is null.
template <class Scalar>
struct AttentionTask {
  List list;
  Rows<const Scalar> q, k, v;
  Rows<Scalar> out;                // forward: written; query gradients: dq
  Rows<const Scalar> outGradient;  // backward
  float* logSum_QH;                // forward: written; backward: read
  const float* delta_QH;           // backward: the sum over a head of output times its gradient
  float* keySum;                   // key gradients, per block: [64, G, D] of its keys
  float* valueSum;
  int heads;    // H
  int shared;   // H / G
  int size;     // D
  float scale;  // of the scores: 1 / sqrt(D)
};

// The keys' sums of all blocks to gradients: see KeyLists.
template <class Scalar>
struct GatherTask {
  const std::int32_t* place_K;
  const std::int32_t* parts_K;
  const float* keySum;
  const float* valueSum;
  Scalar* key;  // [K, G * D], contiguous
  Scalar* value;
  std::int64_t keyRows;  // of place_K; the rows from there to K are zero
  std::int64_t numbers;  // G * D
};

constexpr float kLog2E = 1.44269504088896340736F;
constexpr float kLn2 = 0.69314718055994530942F;

LACUNA_KERNEL float minusInfinity() {
  const std::uint32_t bits = 0xFF800000U;
  float result;
  memcpy(&result, &bits, sizeof result);
  return result;
}

}  // namespace lacuna::engine::cuda

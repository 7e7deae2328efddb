// SPDX-License-Identifier: GPL-3.0-or-later
// Products of tiles on tensor cores, bfloat16 with float32 sums: what the kernels of tensor_attention.h and
// grouped_experts.h are made of.
//
// 128 threads, four warps. A block's 64 rows are four strips of 16, one a warp. Tiles of 64 rows stand in shared
// memory, each row padded by 16 bytes: eight rows that follow one another then lie in different banks.
//
// Fragments are those of mma.m16n8k16 (PTX ISA 9.7.14, "Matrix fragments for mma.m16n8k16"). With g = lane / 4 and
// t = lane % 4, a lane holds of a strip's 16 x 8 sums those of rows g and g + 8 and columns 2t and 2t + 1.
#pragma once

#include "engine/cuda/kernel_types.h"

namespace lacuna::engine::cuda::tensor {

constexpr int kThreads = 128;
constexpr int kStrip = 16;     // rows of a warp
constexpr int kPadding = 8;    // numbers
constexpr int kChunk = 8;      // numbers in 16 bytes, the unit of copying
constexpr int kColumnsOf = 8;  // columns of one product

template <int kSize>
constexpr int tileNumbers() {
  return kWidth * (kSize + kPadding);
}

// 16 rows of a warp and kColumns columns of float32 sums.
template <int kColumns>
struct Strip {
  float at[kColumns / kColumnsOf][4] = {};

  LACUNA_KERNEL void multiply(float upper, float lower) {
    LACUNA_UNROLL
    for (int n = 0; n < kColumns / kColumnsOf; ++n) {
      at[n][0] *= upper;
      at[n][1] *= upper;
      at[n][2] *= lower;
      at[n][3] *= lower;
    }
  }
};

// Goes over `steps` tiles: copy(step, stage) starts the copying of a tile, use(step, stage) computes with it.
template <int kStages, class Block, class Copy, class Use>
LACUNA_KERNEL void overTiles(const Block& block, int steps, const Copy& copy, const Use& use) {
  for (int step = 0; step < steps; ++step) {
    if (kStages == 1 || step == 0) copy(step, step % kStages);
    block.awaitCopies();
    block.wait();  // all copies are there, and nobody computes with the other half any more
    if (kStages == 2 && step + 1 < steps) copy(step + 1, (step + 1) % kStages);
    use(step, step % kStages);
    if (kStages == 1) block.wait();
  }
}

// 64 rows of kSize numbers into shared memory, by asynchronous copies. from(row, first) says where the 8 numbers from
// `first` on come from; null: zeros. somewhere: any 16 bytes of memory that may be read, for the zeros' sake.
template <int kSize, class Block, class From>
LACUNA_KERNEL void copyRows(const Block& block, const Bfloat16* somewhere, const From& from, Bfloat16* to) {
  constexpr int kChunks = kSize / kChunk;
  LACUNA_UNROLL
  for (int i = block.thread(); i < kWidth * kChunks; i += kThreads) {
    const int row = i / kChunks;
    const int first = i % kChunks * kChunk;
    const Bfloat16* const source = from(row, first);
    block.copy16(to + row * (kSize + kPadding) + first, source == nullptr ? somewhere : source, source != nullptr);
  }
}

// Rows of one head. index -1 and numbers from size on: zeros. size: a multiple of 8.
template <int kSize, class Block>
LACUNA_KERNEL void copyTile(const Block& block, const Rows<const Bfloat16>& rows, const std::int32_t* index, int head,
                            int size, Bfloat16* to) {
  copyRows<kSize>(
      block, rows.data,
      [&](int row, int first) -> const Bfloat16* {
        return index[row] >= 0 && first < size ? rows.at(index[row], head) + first : nullptr;
      },
      to);
}

// The warp's strip of A against 64 rows of B: sums += A B^T. a, b: tiles of kSize numbers a row.
template <int kSize, class Block>
LACUNA_KERNEL void multiplyRows(const Block& block, const Bfloat16* a, const Bfloat16* b, Strip<kWidth>* sums) {
  constexpr int kRow = kSize + kPadding;
  const int lane = block.lane();
  const Bfloat16* const aRow = a + (block.warp() * kStrip + lane % 16) * kRow + lane / 16 * 8;
  const Bfloat16* const bRow = b + (lane % 8 + lane / 16 * 8) * kRow + lane / 8 % 2 * 8;
  LACUNA_UNROLL
  for (int k = 0; k < kSize; k += 16) {
    std::uint32_t left[4];
    block.loadMatrices(aRow + k, left);
    LACUNA_UNROLL
    for (int n = 0; n < kWidth; n += 16) {
      std::uint32_t right[4];
      block.loadMatrices(bRow + n * kRow + k, right);
      block.multiply(left, right[0], right[1], sums->at[n / 8]);
      block.multiply(left, right[2], right[3], sums->at[n / 8 + 1]);
    }
  }
}

// A strip as the left side of a product: 16 rows, 64 columns, rounded to bfloat16.
struct LeftStrip {
  std::uint32_t at[kWidth / 16][4];
};

template <class Block>
LACUNA_KERNEL LeftStrip asLeft(const Block& block, const Strip<kWidth>& strip) {
  LeftStrip left;
  LACUNA_UNROLL
  for (int k = 0; k < kWidth / 16; ++k) {
    LACUNA_UNROLL
    for (int half = 0; half < 2; ++half) {
      const float* const four = strip.at[2 * k + half];
      left.at[k][2 * half] = block.pack(four[0], four[1]);
      left.at[k][2 * half + 1] = block.pack(four[2], four[3]);
    }
  }
  return left;
}

// A strip of 64 columns against B's 64 rows: sums += A B. b: a tile of kSize numbers a row.
template <int kSize, class Block>
LACUNA_KERNEL void multiplyColumns(const Block& block, const LeftStrip& a, const Bfloat16* b, Strip<kSize>* sums) {
  constexpr int kRow = kSize + kPadding;
  const int lane = block.lane();
  const Bfloat16* const bRow = b + lane % 16 * kRow + lane / 16 * 8;
  LACUNA_UNROLL
  for (int k = 0; k < kWidth / 16; ++k) {
    LACUNA_UNROLL
    for (int n = 0; n < kSize; n += 16) {
      std::uint32_t right[4];
      block.loadMatricesTurned(bRow + k * 16 * kRow + n, right);
      block.multiply(a.at[k], right[0], right[1], sums->at[n / 8]);
      block.multiply(a.at[k], right[2], right[3], sums->at[n / 8 + 1]);
    }
  }
}

// 64 rows of A, turned round, against 64 rows of B: the warp's 16 columns of A are its strip. sums += A^T B.
template <int kSize, class Block>
LACUNA_KERNEL void multiplyTurned(const Block& block, const Bfloat16* a, const Bfloat16* b, Strip<kSize>* sums) {
  constexpr int kRow = kSize + kPadding;
  const int lane = block.lane();
  const Bfloat16* const aRow = a + (lane % 8 + lane / 16 * 8) * kRow + block.warp() * kStrip + lane / 8 % 2 * 8;
  const Bfloat16* const bRow = b + lane % 16 * kRow + lane / 16 * 8;
  LACUNA_UNROLL
  for (int k = 0; k < kWidth; k += 16) {
    std::uint32_t left[4];
    block.loadMatricesTurned(aRow + k * kRow, left);
    LACUNA_UNROLL
    for (int n = 0; n < kSize; n += 16) {
      std::uint32_t right[4];
      block.loadMatricesTurned(bRow + k * kRow + n, right);
      block.multiply(left, right[0], right[1], sums->at[n / 8]);
      block.multiply(left, right[2], right[3], sums->at[n / 8 + 1]);
    }
  }
}

// Numbers of a strip's rows to where `row` says; what it returns is null for rows that nobody wants.
template <int kSize, class Scalar, class Block, class Row>
LACUNA_KERNEL void storeStrip(const Block& block, const Strip<kSize>& strip, int size, const Row& row) {
  LACUNA_UNROLL
  for (int half = 0; half < 2; ++half) {
    Scalar* const to = row(block.warp() * kStrip + block.lane() / 4 + half * 8);
    if (to == nullptr) continue;
    LACUNA_UNROLL
    for (int n = 0; n < kSize / kColumnsOf; ++n) {
      const int d = n * kColumnsOf + block.lane() % 4 * 2;
      if (d >= size) continue;
      store(strip.at[n][2 * half], to + d);
      store(strip.at[n][2 * half + 1], to + d + 1);
    }
  }
}

// Whether bit c of a row's word is set, for the columns 8n + 2t and one more of this lane.
LACUNA_KERNEL bool sees(std::uint64_t seen, int column) { return (seen >> static_cast<unsigned>(column) & 1U) != 0; }

}  // namespace lacuna::engine::cuda::tensor

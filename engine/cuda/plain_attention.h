// SPDX-License-Identifier: GPL-3.0-or-later
// Attention over block lists, the plain way: one pass with an online softmax (Milakov and Gimelshein 2018,
// arXiv:1805.02867; tiled as in FlashAttention, Dao et al. 2022, arXiv:2205.14135), in float32 whatever is stored, on
// any GPU. The tensor-core kernels of tensor_attention.h do the same in the same order of tiles.
//
// 256 threads a block, 64 rows: four threads share a row, each with every fourth of its numbers. A tile of 64 columns
// stands in shared memory. kSize: the head size rounded up to what is compiled; the rest is zeros.
#pragma once

#include "engine/cuda/kernel_types.h"

namespace lacuna::engine::cuda::plain {

constexpr int kThreads = 256;
constexpr int kParts = 4;  // threads that share a row

// Heads of 128 numbers take all of the 64 KiB that Turing has.
template <int kSize>
constexpr int sharedBytes() {
  return 2 * kWidth * kSize * static_cast<int>(sizeof(float));
}

// This thread's share of one row: numbers part, part + 4, ...
template <int kSize>
struct Share {
  float at[kSize / kParts] = {};

  LACUNA_KERNEL void multiply(float factor) {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) at[i] *= factor;
  }
  // index -1: zeros.
  template <class Scalar>
  LACUNA_KERNEL void load(const Rows<const Scalar>& rows, std::int64_t index, int head, int part, int size) {
    const Scalar* const row = index < 0 ? nullptr : rows.at(index, head);
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) {
      const int d = i * kParts + part;
      at[i] = row != nullptr && d < size ? toFloat(row[d]) : 0.0F;
    }
  }
  template <class Scalar>
  LACUNA_KERNEL void storeTo(Scalar* row, float scale, int part, int size) const {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) {
      const int d = i * kParts + part;
      if (d < size) store(at[i] * scale, row + d);
    }
  }
  LACUNA_KERNEL float dot(const float* row, int part) const {
    float sum = 0;
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) sum += at[i] * row[i * kParts + part];
    return sum;
  }
  LACUNA_KERNEL void add(float factor, const float* row, int part) {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) at[i] += factor * row[i * kParts + part];
  }
};

// The sum over the four threads of a row, in all of them.
template <class Block>
LACUNA_KERNEL float sumOfParts(const Block& block, float x) {
  x += block.fromLane(x, 1);
  return x + block.fromLane(x, 2);
}

// 64 rows into shared memory, missing ones as zeros. All threads; visible after block.wait().
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void loadTile(const Block& block, const Rows<const Scalar>& rows, const std::int32_t* index, int head,
                            int size, float* to) {
  for (int i = block.thread(); i < kWidth * kSize; i += kThreads) {
    const int row = i / kSize;
    const int d = i % kSize;
    to[i] = index[row] >= 0 && d < size ? toFloat(rows.at(index[row], head)[d]) : 0.0F;
  }
}

// block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void forward(const Block& block, const AttentionTask<Scalar>& task) {
  float* const k = reinterpret_cast<float*>(block.memory());
  float* const v = k + kWidth * kSize;
  const int head = block.y();
  const int keyHead = head / task.shared;
  const int row = block.thread() / kParts;
  const int part = block.thread() % kParts;
  const std::int32_t query = task.list.row[block.x() * kWidth + row];
  Share<kSize> q;
  Share<kSize> sum;
  q.load(task.q, query, head, part, task.size);
  float highest = minusInfinity();
  float total = 0;
  for (int tile = task.list.firstTile[block.x()]; tile < task.list.firstTile[block.x() + 1]; ++tile) {
    const std::int32_t* const column = task.list.column + tile * kWidth;
    const std::uint64_t seen = task.list.seen[tile * kWidth + row];
    block.wait();
    loadTile<kSize>(block, task.k, column, keyHead, task.size, k);
    loadTile<kSize>(block, task.v, column, keyHead, task.size, v);
    block.wait();
    for (int c = 0; c < kWidth; ++c) {
      const float score = sumOfParts(block, q.dot(k + c * kSize, part)) * task.scale * kLog2E;
      if ((seen >> static_cast<unsigned>(c) & 1U) == 0) continue;
      const float before = highest;
      highest = score > highest ? score : highest;
      const float shrink = block.exp2(before - highest);
      const float weight = block.exp2(score - highest);
      total = total * shrink + weight;
      sum.multiply(shrink);
      sum.add(weight, v + c * kSize, part);
    }
  }
  if (query < 0) return;
  sum.storeTo(task.out.at(query, head), 1.0F / total, part, task.size);
  if (part == 0) task.logSum_QH[std::int64_t{query} * task.heads + head] = (highest + block.log2(total)) * kLn2;
}

// dq. block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void queryGradients(const Block& block, const AttentionTask<Scalar>& task) {
  float* const k = reinterpret_cast<float*>(block.memory());
  float* const v = k + kWidth * kSize;
  const int head = block.y();
  const int keyHead = head / task.shared;
  const int row = block.thread() / kParts;
  const int part = block.thread() % kParts;
  const std::int32_t query = task.list.row[block.x() * kWidth + row];
  const std::int64_t at = std::int64_t{query < 0 ? 0 : query} * task.heads + head;
  const float logSum = task.logSum_QH[at];
  const float delta = task.delta_QH[at];
  Share<kSize> q;
  Share<kSize> gradient;
  Share<kSize> sum;
  q.load(task.q, query, head, part, task.size);
  gradient.load(task.outGradient, query, head, part, task.size);
  for (int tile = task.list.firstTile[block.x()]; tile < task.list.firstTile[block.x() + 1]; ++tile) {
    const std::int32_t* const column = task.list.column + tile * kWidth;
    const std::uint64_t seen = task.list.seen[tile * kWidth + row];
    block.wait();
    loadTile<kSize>(block, task.k, column, keyHead, task.size, k);
    loadTile<kSize>(block, task.v, column, keyHead, task.size, v);
    block.wait();
    for (int c = 0; c < kWidth; ++c) {
      const float score = sumOfParts(block, q.dot(k + c * kSize, part)) * task.scale;
      const float change = sumOfParts(block, gradient.dot(v + c * kSize, part));
      if ((seen >> static_cast<unsigned>(c) & 1U) == 0) continue;
      const float weight = block.exp2((score - logSum) * kLog2E);
      sum.add(weight * (change - delta) * task.scale, k + c * kSize, part);
    }
  }
  if (query >= 0) sum.storeTo(task.out.at(query, head), 1.0F, part, task.size);
}

// dk and dv of a block's keys from its queries. block.x(): the block of the list; block.y(): the key head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void keyGradients(const Block& block, const AttentionTask<Scalar>& task) {
  float* const q = reinterpret_cast<float*>(block.memory());
  float* const gradient = q + kWidth * kSize;
  const int keyHead = block.y();
  const int keyHeads = task.heads / task.shared;
  const int row = block.thread() / kParts;
  const int part = block.thread() % kParts;
  const std::int32_t key = task.list.row[block.x() * kWidth + row];
  Share<kSize> k;
  Share<kSize> v;
  Share<kSize> keySum;
  Share<kSize> valueSum;
  k.load(task.k, key, keyHead, part, task.size);
  v.load(task.v, key, keyHead, part, task.size);
  for (int head = keyHead * task.shared; head < (keyHead + 1) * task.shared; ++head) {
    for (int tile = task.list.firstTile[block.x()]; tile < task.list.firstTile[block.x() + 1]; ++tile) {
      const std::int32_t* const column = task.list.column + tile * kWidth;
      const std::uint64_t seen = task.list.seen[tile * kWidth + row];
      block.wait();
      loadTile<kSize>(block, task.q, column, head, task.size, q);
      loadTile<kSize>(block, task.outGradient, column, head, task.size, gradient);
      block.wait();
      for (int c = 0; c < kWidth; ++c) {
        const float score = sumOfParts(block, k.dot(q + c * kSize, part)) * task.scale;
        const float change = sumOfParts(block, v.dot(gradient + c * kSize, part));
        if ((seen >> static_cast<unsigned>(c) & 1U) == 0) continue;
        const std::int64_t at = std::int64_t{column[c]} * task.heads + head;
        const float weight = block.exp2((score - task.logSum_QH[at]) * kLog2E);
        valueSum.add(weight, gradient + c * kSize, part);
        keySum.add(weight * (change - task.delta_QH[at]) * task.scale, q + c * kSize, part);
      }
    }
  }
  const std::int64_t to = ((std::int64_t{block.x()} * kWidth + row) * keyHeads + keyHead) * task.size;
  keySum.storeTo(task.keySum + to, 1.0F, part, task.size);
  valueSum.storeTo(task.valueSum + to, 1.0F, part, task.size);
}

// One thread a number of dk and dv; block.x() * kThreads + thread counts them.
template <class Scalar, class Block>
LACUNA_KERNEL void gatherKeys(const Block& block, const GatherTask<Scalar>& task, std::int64_t keys) {
  const std::int64_t i = std::int64_t{block.x()} * kThreads + block.thread();
  if (i >= keys * task.numbers) return;
  const std::int64_t key = i / task.numbers;
  float keySum = 0;
  float valueSum = 0;
  const int parts = key < task.keyRows ? task.parts_K[key] : 0;
  for (int part = 0; part < parts; ++part) {
    const std::int64_t row = task.place_K[key] + std::int64_t{part} * kWidth;
    keySum += task.keySum[row * task.numbers + i % task.numbers];
    valueSum += task.valueSum[row * task.numbers + i % task.numbers];
  }
  store(keySum, task.key + i);
  store(valueSum, task.value + i);
}

}  // namespace lacuna::engine::cuda::plain
